import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { Fault } from '../../../libs/ledger/errors.js';

/** Nest's own messages, in the server's structured log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown): void {
    this.logger.debug(String(message));
  }

  warn(message: unknown): void {
    this.logger.warn(String(message));
  }

  error(message: unknown): void {
    // Nest reports whatever a resolver throws; a fault is an answer to its client, not an error of this server.
    if (message instanceof Fault) return;
    this.logger.error(message instanceof Error ? { err: message } : String(message));
  }
}
