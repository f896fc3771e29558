import { partyRegistration } from './parties/party/party.resolver.js';
import { postRegistration } from './parties/post/post.resolver.js';
import type { AggregateRegistration } from './registration/registration.js';

/** Every aggregate the API offers commands, subjects and queries for. */
export const registrations: readonly AggregateRegistration[] = [partyRegistration, postRegistration];
