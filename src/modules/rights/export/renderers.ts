import { Injectable } from '@nestjs/common';
import type { AuditRecord } from '../../audit/index.js';
import type { ObservationRow } from '../../observations/index.js';

/** How rows are written as FHIR. The fhir module, which nobody imports, puts its own hand in here when it starts. */
export interface FhirRenderers {
  readonly observation: (row: ObservationRow) => string;
  readonly auditEvent: (row: AuditRecord) => string;
}

@Injectable()
export class ExportRenderers {
  private renderers: FhirRenderers | undefined;

  use(renderers: FhirRenderers): void {
    this.renderers = renderers;
  }

  get fhir(): FhirRenderers {
    if (!this.renderers) throw new Error('The fhir module has not registered its renderers');
    return this.renderers;
  }
}
