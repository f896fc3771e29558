import {
  Body,
  Controller,
  ForbiddenException,
  Headers,
  HttpCode,
  Inject,
  Post,
  BadRequestException,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { Fault } from '../../../libs/ledger/errors.js';
import { isInstant } from '../../../libs/ledger/local-date.js';
import { DemoTime, type Moved } from '../node/demo-time.js';
import { LedgerNode } from '../node/ledger-node.js';

/** What the operator may ask: moving the clock of a demo, which is served on loopback only; rebuilding the views, with the administrator's token. */
@Controller()
export class AdministrationController {
  constructor(
    @Inject(LedgerNode) private readonly node: LedgerNode,
    @Inject(DemoTime) private readonly time: DemoTime | null,
  ) {}

  /** Moves the demo's clock forward, by way of every day on which a timer acts, and says what those did. A real ledger has no such route. */
  @Post('demo/clock')
  @HttpCode(200)
  async moveClock(@Body() body?: { to?: unknown }): Promise<Moved> {
    if (!this.time) throw new NotFoundException("a real ledger accepts no other clock than the system's");
    const to = body?.to;
    if (typeof to !== 'string' || !isInstant(to)) throw new BadRequestException('send { "to": "2025-02-03T09:00:00.000Z" }');
    try {
      return await this.time.moveTo(to);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw error.category === 'BAD_USER_INPUT' ? new BadRequestException(error.message) : new ServiceUnavailableException(error.message);
    }
  }

  /** Builds the next generation of the views beside the serving one, then swaps. */
  @Post('administration/rebuild')
  @HttpCode(200)
  async rebuild(@Headers('authorization') authorization?: string): Promise<object> {
    const token = authorization?.replace(/^Bearer\s+/i, '') ?? '';
    const actor = await this.node.tokens.verify(token).catch(() => undefined);
    if (actor?.role !== 'administrator') throw new ForbiddenException('only the administrator rebuilds the views');
    await this.node.views.rebuild();
    return { head: this.node.views.head() };
  }
}
