import { eventStorePortContract } from '../contract/port.contract.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStorePortContract('MemoryEventStore', {
  open: async () => {
    const store = new MemoryEventStore();
    return { store, close: () => store.close() };
  },
});
