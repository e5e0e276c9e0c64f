/** The members of an R4 Observation that we read. (The pinned @types/fhir describe STU3.) Valid by `validateResource`. */
export interface FhirObservation extends FhirValue {
  readonly status: string;
  readonly code: FhirConcept;
  readonly implicitRules?: string;
  readonly modifierExtension?: readonly object[];
  readonly bodySite?: FhirConcept;
  readonly focus?: readonly FhirReference[];
  readonly specimen?: FhirReference;
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[];
  readonly subject?: { readonly reference?: string };
  readonly device?: { readonly display?: string; readonly reference?: string };
  readonly issued?: string;
  readonly effectiveDateTime?: string;
  readonly effectiveInstant?: string;
  readonly effectivePeriod?: { readonly start?: string; readonly end?: string };
  readonly effectiveTiming?: FhirTiming;
  readonly component?: readonly FhirComponent[];
  readonly hasMember?: readonly object[];
  readonly dataAbsentReason?: object;
}

export interface FhirReference {
  readonly reference?: string;
  readonly identifier?: { readonly system?: string; readonly value?: string };
  readonly display?: string;
}

/** What is said by an Observation, or by a component of one. */
export interface FhirValue {
  readonly valueQuantity?: FhirQuantity;
  readonly valueInteger?: number;
  readonly valueString?: string;
  readonly valueBoolean?: boolean;
  readonly valueCodeableConcept?: FhirConcept;
  readonly valueRange?: object;
  readonly valueRatio?: object;
  readonly valueSampledData?: object;
  readonly valueTime?: string;
  readonly valueDateTime?: string;
  readonly valuePeriod?: object;
}

export interface FhirComponent extends FhirValue {
  readonly code: FhirConcept;
  readonly modifierExtension?: readonly object[];
}

export interface FhirTiming {
  /** Null where only an extension stands in an event's place. */
  readonly event?: readonly (string | null)[];
  readonly repeat?: { readonly boundsPeriod?: { readonly start?: string; readonly end?: string } };
}

export interface FhirConcept {
  readonly coding?: readonly { readonly system?: string; readonly code?: string; readonly display?: string }[];
  readonly text?: string;
  readonly extension?: readonly object[];
}

export interface FhirQuantity {
  readonly value?: number;
  readonly comparator?: string;
  readonly unit?: string;
  readonly system?: string;
  readonly code?: string;
}
