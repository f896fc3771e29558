import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { LedgerNode } from '../node/ledger-node.js';
import { readinessOf } from './readiness.js';

@Controller('health')
export class HealthController {
  constructor(@Inject(LedgerNode) private readonly node: LedgerNode) {}

  /** The process runs. */
  @Get('live')
  live(): object {
    return { status: 'live' };
  }

  /** It can answer and record. Names what is in the way when it cannot; how much is recorded is not for everyone who asks. */
  @Get('ready')
  async ready(@Res() response: Response): Promise<void> {
    const { views, info } = this.node;
    const { ready, problems } = await readinessOf(this.node);
    const { progress } = views.status();
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'unready', ledger: info, ...(progress ? { progress } : {}), problems });
  }
}
