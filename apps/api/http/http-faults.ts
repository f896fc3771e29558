import type { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { OPERATION_LIMITS } from '../graphql/limits.js';

/** Faults before GraphQL sees the request (too large, no JSON) get the API's own answer. */
export function answerHttpFaults({ httpAdapter }: HttpAdapterHost, logger: Logger): void {
  httpAdapter.use((error: { type?: string; status?: number }, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const { status, message, code } = describe(error);
    if (code === 'INTERNAL') logger.error({ err: error }, 'unexpected error before GraphQL');
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  });
}

function describe(error: { type?: string; status?: number }): { status: number; message: string; code: string } {
  if (error.type === 'entity.too.large') {
    return { status: 413, message: `a request may have ${OPERATION_LIMITS.requestBytes} bytes`, code: 'LIMIT_EXCEEDED' };
  }
  if (error.status !== undefined && error.status < 500)
    return { status: error.status, message: 'the body must be JSON', code: 'BAD_USER_INPUT' };
  return { status: 500, message: 'something went wrong on our side', code: 'INTERNAL' };
}
