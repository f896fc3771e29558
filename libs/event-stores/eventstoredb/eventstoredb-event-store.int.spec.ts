import { eventStorePortContract } from '../contract/port.contract.js';
import { openEmptyStore } from './peer/open-store.js';

eventStorePortContract('EventStoreDbEventStore', { open: openEmptyStore });
