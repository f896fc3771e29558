import { describe, expect, it } from '@jest/globals';
import { BEGINNING, type StorePosition } from './event-store.js';
import { eventIdOf, nameId, parseStream, stepCommandId, streamOf, subjectIdOf } from './ids.js';
import { KeyedQueue } from './keyed-queue.js';
import { PositionTokens } from './position.js';

describe('a position token', () => {
  const secret = Buffer.from('a secret of the ledger');
  const tokens = new PositionTokens({ ledgerId: '12345678-0000-4000-8000-000000000000', generation: 2 }, secret);
  const position = '42' as StorePosition;

  it('comes back as the position it stands for', () => {
    for (const each of [position, BEGINNING]) expect(tokens.decode(tokens.encode(each), 'after')).toBe(each);
  });

  it.each([
    ['another ledger', { ledgerId: '87654321-0000-4000-8000-000000000000', generation: 2 }],
    ['an earlier generation', { ledgerId: '12345678-0000-4000-8000-000000000000', generation: 1 }],
  ])('of %s is refused as such', (_what, scope) => {
    expect(() => tokens.decode(new PositionTokens(scope, secret).encode(position), 'after')).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ path: 'after', problem: 'POSITION_OF_ANOTHER_LEDGER' })] }),
    );
  });

  it('says nothing of the number it stands for, and is always the same', () => {
    const token = tokens.encode(position);
    expect(tokens.encode(position)).toBe(token);
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('42');
    expect(tokens.encode('43' as StorePosition).slice(-8)).not.toBe(token.slice(-8));
  });

  it('that was changed in any byte, or made with another secret, is refused', () => {
    const token = tokens.encode(position);
    const bytes = Buffer.from(token, 'base64url');
    const flipped = [...bytes.keys()].slice('1.12345678.2.'.length).map((at) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ 1;
      return changed.toString('base64url');
    });
    const others = new PositionTokens({ ledgerId: '12345678-0000-4000-8000-000000000000', generation: 2 }, Buffer.from('another'));
    const clear = Buffer.from('1.12345678.2.42').toString('base64url');
    for (const wrong of ['', 'x', '42', `${token}!`, `${token}=`, ` ${token}`, clear, others.encode(position), ...flipped]) {
      expect(() => tokens.decode(wrong, 'after')).toThrow(
        expect.objectContaining({ problems: [expect.objectContaining({ problem: 'isPosition' })] }),
      );
    }
  });
});

describe('ids', () => {
  it('of a name are those every implementation of version 5 makes', () => {
    expect(nameId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it.each(['', 'x', '6ba7b810-9dad-11d1-80b4-00c04fd430', '6ba7b810-9dad-11d1-80b4-00c04fd430cx'])(
    'of a name in %j, which is no UUID, are not made',
    (space) => {
      expect(() => nameId(space, 'name')).toThrow(TypeError);
    },
  );

  const command = '6f0c9d6e-3c7b-5a55-9c1e-0d6d2b7f6a01';

  it('follow from the command, and differ by step, digest and event', () => {
    const made = [
      subjectIdOf(command),
      stepCommandId(command, 'a'),
      stepCommandId(command, 'b'),
      eventIdOf(command, 'd', 0),
      eventIdOf(command, 'd', 1),
      eventIdOf(command, 'e', 0),
    ];
    expect(new Set(made).size).toBe(made.length);
    // Fixed for ever: they stand in stored events.
    expect(made[0]).toBe('dc3ffb1d-da49-5182-818a-8b333a1e4554');
    expect(made[3]).toBe('83145c55-8abb-5356-92db-3d29464abd81');
  });

  it('name streams that can be read back', () => {
    expect(parseStream(streamOf('party', command))).toEqual({ aggregate: 'party', id: command });
    for (const wrong of ['', 'party', '-party']) expect(() => parseStream(wrong)).toThrow(/no stream/);
  });
});

describe('a keyed queue', () => {
  it('runs one key in turn and several at once, and forgets keys and failures', async () => {
    const queue = new KeyedQueue();
    const log: string[] = [];
    const gates = new Map<string, () => void>();
    const work = (name: string) => async () => {
      log.push(`${name} starts`);
      await new Promise<void>((resolve) => gates.set(name, resolve));
      log.push(`${name} ends`);
      if (name === 'a1') throw new Error('a1 fails');
      return name;
    };
    const [a1, a2, b1] = [queue.run('a', work('a1')), queue.run('a', work('a2')), queue.run('b', work('b1'))];
    await Promise.resolve();
    gates.get('b1')!();
    await b1;
    gates.get('a1')!();
    await expect(a1).rejects.toThrow('a1 fails');
    await Promise.resolve();
    gates.get('a2')!();
    expect(await a2).toBe('a2');
    expect(log).toEqual(['a1 starts', 'b1 starts', 'b1 ends', 'a1 ends', 'a2 starts', 'a2 ends']);
    await expect(
      queue.run('a', () => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
  });

  it('takes no more than its limit for one key', async () => {
    const queue = new KeyedQueue(2);
    const two = [1, 2].map((n) => queue.run('a', async () => n));
    await expect(queue.run('a', async () => 3)).rejects.toMatchObject({ category: 'UNAVAILABLE' });
    expect(await Promise.all([...two, queue.run('b', async () => 4)])).toEqual([1, 2, 4]);
    expect(await queue.run('a', async () => 5)).toBe(5);
  });
});
