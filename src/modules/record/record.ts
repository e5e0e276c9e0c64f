export interface Resource {
  readonly resourceType: string;
  readonly [member: string]: unknown;
}

export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly lastUpdated: Date;
  readonly resource: Resource;
}
