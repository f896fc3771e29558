import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Inject, NotFoundException, Req, Res, UnauthorizedException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isLoopback } from '../configuration.js';
import { LedgerNode } from '../node/ledger-node.js';
import { look } from '../telemetry/scrape.js';
import { Telemetry } from '../telemetry/telemetry.js';

/** The bearer token that `/metrics` asks for; undefined when there is none. */
export const METRICS_TOKEN = Symbol('the bearer token of /metrics');

/** What a proxy adds: then the caller is not the one at the other end of the line. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(LedgerNode) private readonly node: LedgerNode,
    @Inject(Telemetry) private readonly telemetry: Telemetry,
    @Inject(METRICS_TOKEN) private readonly token: string | null,
  ) {}

  /** Figures in Prometheus' text format. How much is recorded is not for everyone who asks. */
  @Get()
  async metrics(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.assertAllowed(request);
    const { metrics } = this.telemetry;
    await look(this.node, metrics);
    response.setHeader('content-type', metrics.registry.contentType);
    response.send(await metrics.text());
  }

  private assertAllowed({ headers, socket }: Request): void {
    if (this.token !== null) {
      const given = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
      if (!timingSafeEqual(digest(given), digest(this.token))) throw new UnauthorizedException('send the token of the metrics');
      return;
    }
    // A page whose name was made to point here comes over loopback as well, but under that name.
    const asked = URL.canParse(`http://${headers.host}`) ? new URL(`http://${headers.host}`).hostname.replace(/^\[|\]$/g, '') : '';
    const nearby = isLoopback(socket.remoteAddress ?? '') && isLoopback(asked);
    if (!nearby || FORWARDED.some((name) => headers[name] !== undefined)) throw new NotFoundException();
  }
}

/** Of the same length whatever was sent, so that comparing takes as long. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
