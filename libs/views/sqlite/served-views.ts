import { Fault } from '../../ledger/errors.js';
import { shapesByName, type TableShape } from '../bitemporal.js';
import { Documents } from '../documents.js';
import type { ViewSnapshot } from '../snapshot-queries.js';
import type { Projection } from '../view-definition.js';
import { SnapshotConnection } from './snapshot-connection.js';
import { viewsDigest } from './view-ddl.js';
import { ViewFiles } from './view-files.js';

/** The views a server keeps, read by another process beside it: for the command line. They are as far as the server has them. */
export class ServedViews {
  private readonly shapes: ReadonlyMap<string, TableShape>;
  private readonly documents: Documents;
  private readonly files: ViewFiles;

  constructor(options: { readonly folder: string; readonly projections: readonly Projection[] }) {
    this.shapes = shapesByName(options.projections);
    this.documents = new Documents(options.projections);
    this.files = new ViewFiles(options.folder, viewsDigest(options.projections));
  }

  /** On a connection of its own, as the server may swap the file between two of them. Close it. */
  snapshot(): ViewSnapshot {
    const file = this.files.finished();
    if (file === undefined) throw new Fault('UNAVAILABLE', 'no server of this version has built its views here yet');
    const connection = SnapshotConnection.open(file);
    return Object.assign(connection.begin(this.shapes, this.documents), { close: async () => connection.close() });
  }
}
