import { randomUUID } from 'node:crypto';
import request, { type Response, type Test } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RightsWorker } from '../../src/modules/rights/index.js';
import { type Agent, createTestApp, type TestApp } from '../support/app.js';
import { shownHash } from '../support/consents.js';
import { alertOf, type CareCircle, gatherCareCircle, visitOf } from '../support/care.js';
import { toBatch, toObservation } from '../support/fhir.js';
import { clinicDay, createClinic, inviteAndAccept, ok, PASSWORD, registerPatient } from '../support/people.js';
import { registeredRoutes } from '../support/routes.js';
import { connect, registerApp } from '../support/smart-app.js';
import { until } from '../support/until.js';

/** Columns of the table below: who asks for something of Zephyrine, a patient of the clinic north. */
const ACTORS = [
  'nobody',
  'treating',
  'colleague',
  'coordinator',
  'admin',
  'patient',
  'neighbour',
  'caregiver',
  'system',
  'southClinician',
  'southCoordinator',
  'southPatient',
  'southSystem',
] as const;
type Actor = (typeof ACTORS)[number];

const MARKER = 'Zephyrine';

/**
 * A row per route, in the order of ACTORS. ok: 2xx. sees: 2xx and she is in the answer. none: 2xx and she is not.
 * A number: that status. No row may be missing: a new route states here who may use it, or this test fails.
 * She is never named in an answer to somebody whose cell is not `ok` or `sees`. Whoever holds the code of a transfer that
 * her clinic has offered sees her name, whichever clinic they are of: that is what the code is for.
 */
const TABLE = `
                                              nobody treat coll  coord admin pat   neigh carer syst  | clin  coord pat   syst
GET /health/live                              ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /health/ready                             ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /metrics                                  none   none  none  none  none  none  none  none  none  | none  none  none  none
GET /api/v1/session                           401    none  none  none  none  ok    none  sees  403   | none  none  none  403
GET /api/v1/sign-in/options                   ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
POST /api/v1/sign-in/forgot                   ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
POST /api/v1/sign-in/reset                    404    404   404   404   404   404   404   404   404   | 404   404   404   404
POST /api/v1/sign-in/confirm-email            404    404   404   404   404   404   404   404   404   | 404   404   404   404
GET /api/v1/outbox                            none   none  none  none  none  none  none  none  none  | none  none  none  none
GET /api/v1/account                           401    none  none  none  none  none  none  none  403   | none  none  none  403
POST /api/v1/account/email/verification       401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
PUT /api/v1/account/email                     401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
PUT /api/v1/account/password                  401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/code-app                 401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/code-app/confirm         401    422   422   422   422   422   422   422   403   | 422   422   422   403
DELETE /api/v1/account/code-app               401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/recovery-codes           401    404   404   404   404   404   404   404   403   | 404   404   404   403
POST /api/v1/account/passkeys/options         401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/passkeys                 401    422   422   422   422   422   422   422   403   | 422   422   422   403
PUT /api/v1/account/passkeys/:id              401    404   404   404   404   404   404   404   403   | 404   404   404   403
DELETE /api/v1/account/passkeys/:id           401    404   404   404   404   404   404   404   403   | 404   404   404   403
POST /api/v1/account/proof/password           401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/proof/passkey/options    401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
POST /api/v1/account/proof/passkey            401    403   403   403   403   403   403   403   403   | 403   403   403   403
GET /api/v1/account/sessions                  401    none  none  none  none  none  none  none  403   | none  none  none  403
DELETE /api/v1/account/sessions               401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
DELETE /api/v1/account/sessions/:id           401    404   404   404   404   404   404   404   403   | 404   404   404   403
PUT /api/v1/session/clinic                    401    ok    ok    ok    ok    ok    ok    ok    403   | 404   404   404   403
POST /api/v1/socket-ticket                    401    ok    ok    ok    ok    ok    ok    ok    403   | ok    ok    ok    403
GET /.well-known/smart-configuration          ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /fhir/.well-known/smart-configuration     ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /oauth/.well-known/openid-configuration   ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /oauth/jwks                               ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
GET /oauth/authorize                          400    400   400   400   400   400   400   400   400   | 400   400   400   400
GET /oauth/authorize/:uid                     400    400   400   400   400   400   400   400   400   | 400   400   400   400
POST /oauth/token                             400    400   400   400   400   400   400   400   400   | 400   400   400   400
POST /oauth/introspect                        400    400   400   400   400   400   400   400   400   | 400   400   400   400
POST /oauth/revoke                            400    400   400   400   400   400   400   400   400   | 400   400   400   400
GET /api/v1/apps                              401    403   403   403   none  403   403   403   403   | 403   403   403   403
POST /api/v1/apps                             401    403   403   403   ok    403   403   403   403   | 403   403   403   403
PUT /api/v1/apps/:id/proof                    401    403   403   403   404   403   403   403   403   | 403   403   403   403
DELETE /api/v1/apps/:id                       401    403   403   403   404   403   403   403   403   | 403   403   403   403
GET /api/v1/apps/:id/grants                   401    403   403   403   none  403   403   403   403   | 403   403   403   403
DELETE /api/v1/apps/:id/grants/:grantId       401    403   403   403   404   403   403   403   403   | 403   403   403   403
GET /api/v1/account/apps                      401    none  none  none  none  none  none  none  403   | none  none  none  403
DELETE /api/v1/account/apps/:id               401    404   404   404   404   404   404   404   403   | 404   404   404   403
GET /api/v1/app-requests/:uid                 401    404   404   404   404   404   404   404   403   | 404   404   404   403
POST /api/v1/app-requests/:uid/decision       401    404   404   404   404   404   404   404   403   | 404   404   404   403
GET /api/v1/members                           401    none  none  none  none  403   403   403   403   | none  none  403   403
GET /api/v1/invitations                       401    403   403   none  none  403   403   403   403   | 403   none  403   403
POST /api/v1/invitations/:id/resend           401    403   403   ok    ok    403   403   403   403   | 403   404   403   403
DELETE /api/v1/invitations/:id                401    403   403   ok    ok    403   403   403   403   | 403   404   403   403
POST /api/v1/invitations                      401    403   403   ok    403   403   403   403   403   | 403   404   403   403
GET /api/v1/clinic/detection                  401    none  none  none  none  403   403   403   403   | none  none  403   403
PUT /api/v1/clinic/detection                  401    403   403   403   none  403   403   403   403   | 403   403   403   403
GET /api/v1/invitations/:token                404    404   404   404   404   404   404   404   404   | 404   404   404   404
POST /api/v1/invitations/:token/accept        404    404   404   404   404   404   404   404   404   | 404   404   404   404
GET /api/v1/patients                          401    sees  none  sees  sees  sees  none  sees  sees  | none  none  none  none
POST /api/v1/patients                         401    ok    ok    ok    403   403   403   403   ok    | ok    ok    403   ok
GET /api/v1/patients/:id                      401    sees  404   sees  sees  sees  404   sees  sees  | 404   404   404   404
GET /api/v1/patients/:id/sprints/earlier      401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/patients/:id/sprints             401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
PUT /api/v1/patients/:id/sprints/:sprintId    401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
POST /api/v1/patients/:id/sprints/:sprintId/end 401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/patients/:id/treatments           401    sees  404   sees  403   sees  404   404   403   | 404   404   404   403
POST /api/v1/patients/:id/treatments          401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
PUT /api/v1/patients/:id/treatments/:treatmentId 401 ok    404   ok    403   403   403   403   403   | 404   404   403   403
DELETE /api/v1/patients/:id/treatments/:treatmentId 401 ok 404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/patients/:id/consents             401    sees  404   sees  403   sees  404   404   sees   | 404   404   404   404
GET /api/v1/patients/:id/consents/:consentId  401    sees  404   sees  403   sees  404   404   sees   | 404   404   404   404
PUT /api/v1/patients/:id/consents/:purpose    401    ok    404   ok    403   ok    404   403   403   | 404   404   404   403
GET /api/v1/consent-texts                     401    none  none  none  none  403   403   403   403   | none  none  403   403
POST /api/v1/consent-texts                    401    403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/patient-names                     401    sees  sees  403   403   403   403   403   403   | none  403   403   403
POST /api/v1/patients/:id/break-glass         401    sees  sees  403   403   403   403   403   403   | 404   403   403   403
GET /api/v1/break-glass                       401    403   403   403   sees  403   403   403   403   | 403   403   403   403
GET /api/v1/break-glass/mine                  401    sees  none  403   403   403   403   403   403   | none  403   403   403
POST /api/v1/break-glass/:id/end              401    ok    404   403   403   403   403   403   403   | 404   403   403   403
POST /api/v1/break-glass/:id/judgement        401    403   403   403   sees  403   403   403   403   | 403   403   403   403
GET /api/v1/patients/:id/days/:metric/:day    401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
GET /api/v1/patients/:id/observations         401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
GET /api/v1/patients/:id/sources              401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
PUT /api/v1/patients/:id/sources/:metric/order 401   ok    404   ok    403   ok    404   403   403   | 404   404   404   403
GET /api/v1/patients/:id/time-zones           401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
PUT /api/v1/patients/:id/time-zones           401    ok    404   ok    403   ok    404   403   403   | 404   404   404   403
DELETE /api/v1/patients/:id/time-zones/:since 401    ok    404   ok    403   ok    404   403   403   | 404   404   404   403
GET /api/v1/patients/:id/series               401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
GET /api/v1/patients/:id/responses            401    ok    404   ok    403   ok    404   404   ok    | 404   404   404   404
POST /api/v1/patients/:id/responses           401    ok    404   ok    403   ok    404   404   403   | 404   404   404   403
GET /api/v1/alerts                            401    sees  none  sees  403   403   403   403   403   | none  none  403   403
GET /api/v1/alerts/:id                        401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
GET /api/v1/alerts/suppressed                 401    sees  none  sees  403   403   403   403   403   | none  none  403   403
POST /api/v1/alerts/bulk                      401    sees  none  sees  403   403   403   403   403   | none  none  403   403
POST /api/v1/alerts/:id/snooze                401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/unsnooze              401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/hand-off              401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/undo                  401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/note                  401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/seen                  401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/answer                401    403   403   403   403   ok    404   ok    403   | 403   403   404   403
POST /api/v1/alerts/:id/answer/undo           401    403   403   403   403   404   404   404   403   | 403   403   404   403
GET /api/v1/alerts/:id/told                   401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/account/told                      401    none  none  none  none  none  none  none  403   | none  none  none  403
PUT /api/v1/account/told                      401    none  none  none  none  none  none  none  403   | none  none  none  403
GET /api/v1/notices                           401    403   403   403   403   ok    404   ok    403   | 403   403   404   403
GET /api/v1/alert-rules                       401    ok    404   ok    ok    403   403   403   403   | 404   404   403   403
GET /api/v1/alert-rules/:kind/history         401    ok    404   ok    ok    403   403   403   403   | 404   404   403   403
PUT /api/v1/alert-rules/:kind                 401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
PUT /api/v1/patients/:id/programme            401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/weekly-review                     401    sees  none  sees  403   403   403   403   403   | none  none  403   403
GET /api/v1/alert-economics                   401    none  none  none  none  403   403   403   403   | none  none  403   403
GET /api/v1/alert-economics/export            401    403   403   none  none  403   403   403   403   | 403   none  403   403
GET /api/v1/back-tests                        401    none  none  none  none  403   403   403   403   | none  none  403   403
POST /api/v1/back-tests                       401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/back-tests/:id                    401    ok    404   ok    ok    403   403   403   403   | 404   404   403   403
POST /api/v1/back-tests/:id/cancel            401    ok    404   ok    ok    403   403   403   403   | 404   404   403   403
GET /api/v1/back-tests/:id/items              401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/alerts/chain                      401    none  none  none  none  403   403   403   403   | none  none  403   403
GET /api/v1/alerts/:id/escalation             401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/account/notices                   401    none  none  none  none  none  none  none  403   | none  none  none  403
PUT /api/v1/account/notices                   401    none  none  none  none  none  none  none  403   | none  none  none  403
POST /api/v1/account/notices/devices          401    none  none  none  none  none  none  none  403   | none  none  none  403
DELETE /api/v1/account/notices/devices/:id    401    404   404   404   404   404   404   404   403   | 404   404   404   403
POST /api/v1/account/notices/test             401    none  none  none  none  none  none  none  403   | none  none  none  403
GET /api/v1/clinic/channels                   401    403   403   403   none  403   403   403   403   | 403   403   403   403
PUT /api/v1/clinic/channels                   401    403   403   403   none  403   403   403   403   | 403   403   403   403
POST /api/v1/clinic/channels/secret           401    403   403   403   none  403   403   403   403   | 403   403   403   403
GET /api/v1/saved-views                       401    none  none  none  403   403   403   403   403   | none  none  403   403
PUT /api/v1/saved-views/:id                   401    ok    ok    ok    403   403   403   403   403   | ok    ok    403   403
DELETE /api/v1/saved-views/:id                401    404   404   404   403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/acknowledge           401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/alerts/:id/resolve               401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
GET /api/v1/visits                            401    sees  none  sees  403   sees  none  sees  403   | none  none  none  403
POST /api/v1/visits                           401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
GET /api/v1/visits/:id                        401    sees  404   sees  403   sees  404   sees  403   | 404   404   404   403
POST /api/v1/visits/:id/arrive                401    403   403   403   403   sees  404   sees  403   | 403   403   404   403
POST /api/v1/visits/:id/admit                 401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/visits/:id/end                   401    sees  404   sees  403   403   403   403   403   | 404   404   403   403
POST /api/v1/visits/:id/cancel                401    sees  404   sees  403   sees  404   403   403   | 404   404   404   403
POST /api/v1/visits/:id/join                  401    ok    404   409   403   ok    404   ok    403   | 404   404   404   403
GET /api/v1/visits/:id/note                   401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
PUT /api/v1/visits/:id/note                   401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/patients/:id/notes                401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/audit                             401   ok    ok    ok    sees  sees  none  403   403   | ok    ok    none  403
GET /api/v1/audit/export                      401   403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/patients/:id/access-log           401   403   403   403   403   ok    404   403   403   | 403   403   404   403
POST /api/v1/patients/:id/exports             401   ok    404   403   403   ok    404   403   403   | 404   403   404   403
GET /api/v1/patients/:id/exports              401   ok    404   403   403   ok    404   403   403   | 404   403   404   403
GET /api/v1/patients/:id/exports/:exportId/file 401   404   404   403   403   ok    404   403   403   | 404   403   404   403
POST /api/v1/patients/:id/responses/:responseId/correction 401 403 403 403 403 ok 404 403 403 | 403 403 404 403
POST /api/v1/patients/:id/observations/:observationId/correction 401 ok 404 ok 403 403 403 403 403 | 404 404 403 403
POST /api/v1/patients/:id/corrections         401   403   403   403   403   ok    404   403   403   | 403   403   404   403
GET /api/v1/patients/:id/corrections          401   ok    404   ok    403   ok    404   403   403   | 404   404   404   403
POST /api/v1/patients/:id/corrections/:correctionId/decision 401   ok    404   ok    403   403   403   403   403   | 404   404   403   403
POST /api/v1/patients/:id/corrections/:correctionId/read 401   403   403   403   403   ok    404   403   403   | 403   403   404   403
GET /api/v1/corrections                       401   sees  none  sees  403   sees  none  403   403   | none  none  none  403
GET /api/v1/corrections/open                  401   ok    ok    ok    403   ok    ok    403   403   | ok    ok    ok    403
GET /api/v1/patients/:id/erasure              401   403   403   ok    ok    ok    404   403   403   | 403   404   404   403
POST /api/v1/patients/:id/erasure             401   403   403   ok    403   ok    404   403   403   | 403   404   404   403
POST /api/v1/patients/:id/erasure/approve     401   403   403   403   ok    403   403   403   403   | 403   403   403   403
POST /api/v1/patients/:id/erasure/cancel      401   403   403   ok    ok    ok    404   403   403   | 403   404   404   403
GET /api/v1/erasures                          401   403   403   sees  sees  403   403   403   403   | 403   none  403   403
POST /api/v1/patients/:id/holds               401   403   403   403   ok    403   403   403   403   | 403   403   403   403
POST /api/v1/patients/:id/holds/:holdId/release 401   403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/clinic/retention                  401   403   403   none  none  403   403   403   403   | 403   none  403   403
PUT /api/v1/clinic/retention                  401   403   403   403   none  403   403   403   403   | 403   403   403   403
GET /api/v1/clinic                            401    none  none  none  none  none  none  none  403   | none  none  none  403
PUT /api/v1/clinic                            401    403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/clinic/history                    401    403   403   403   ok    403   403   403   403   | 403   403   403   403
PUT /api/v1/members/:personId                 401    403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/teams                             401    none  none  none  none  403   403   403   403   | none  none  403   403
PUT /api/v1/teams/:id                         401    403   403   403   ok    403   403   403   403   | 403   403   403   403
POST /api/v1/teams/:id/end                    401    403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/rota                              401    none  none  none  none  403   403   403   403   | none  none  403   403
GET /api/v1/on-call                           401    none  none  none  none  403   403   403   403   | none  none  403   403
PUT /api/v1/rota/:id                          401    403   403   ok    ok    403   403   403   403   | 403   422   403   403
POST /api/v1/rota/:id/end                     401    403   403   ok    ok    403   403   403   403   | 403   404   403   403
GET /api/v1/absences                          401    none  none  none  none  403   403   403   403   | none  none  403   403
POST /api/v1/absences                         401    ok    403   ok    ok    403   403   403   403   | 403   422   403   403
POST /api/v1/absences/:id/end                 401    ok    403   ok    ok    403   403   403   403   | 404   404   403   403
POST /api/v1/patients/matches                 401    sees  sees  sees  403   403   403   403   403   | none  none  403   403
PUT /api/v1/patients/:id/identity             401    ok    404   ok    403   403   403   403   403   | 404   404   403   403
PUT /api/v1/patients/:id/contact              401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
PUT /api/v1/patients/:id/care-team            401    ok    404   ok    ok    403   403   403   403   | 404   404   403   403
GET /api/v1/patients/:id/followers            401    ok    404   ok    403   ok    404   403   403   | 404   404   404   403
POST /api/v1/patients/:id/followers           401    403   403   403   403   ok    404   403   403   | 403   403   404   403
PUT /api/v1/patients/:id/followers/:personId  401    403   403   403   403   ok    404   403   403   | 403   403   404   403
POST /api/v1/patients/:id/followers/:personId/allow 401 403  403   403   403   ok    404   403   403   | 403   403   404   403
POST /api/v1/patients/:id/followers/invited/:invitationId/allow 401 403 403 403 403 ok 404 403 403 | 403 403 404 403
POST /api/v1/patients/:id/followers/:personId/end 401 ok   404   ok    403   ok    404   403   403   | 404   404   404   403
POST /api/v1/patients/:id/followers/invited/:invitationId/end 401 ok 404 ok 403 ok 404 403 403 | 404 404 404 403
GET /api/v1/referrals                         401    sees  sees  sees  403   403   403   403   403   | none  none  403   403
POST /api/v1/referrals                        401    ok    ok    ok    403   403   403   403   ok    | ok    ok    403   ok
POST /api/v1/referrals/:id/accept             401    ok    ok    ok    403   403   403   403   403   | 404   404   403   403
POST /api/v1/referrals/:id/decline            401    ok    ok    ok    403   403   403   403   403   | 404   404   403   403
GET /api/v1/merges                            401    403   403   ok    ok    403   403   403   403   | 403   none  403   403
POST /api/v1/merges                           401    403   403   ok    403   403   403   403   403   | 403   404   403   403
POST /api/v1/merges/:id/execute               401    403   403   403   ok    403   403   403   403   | 403   403   403   403
POST /api/v1/merges/:id/refuse                401    403   403   403   ok    403   403   403   403   | 403   403   403   403
POST /api/v1/merges/:id/undo                  401    403   403   403   ok    403   403   403   403   | 403   403   403   403
GET /api/v1/transfers                         401    403   403   ok    ok    403   403   403   403   | 403   none  403   403
POST /api/v1/transfers                        401    403   403   ok    403   403   403   403   403   | 403   404   403   403
POST /api/v1/transfers/:id/revoke             401    403   403   ok    ok    403   403   403   403   | 403   404   403   403
POST /api/v1/transfers/preview                401    403   403   sees  403   403   403   403   403   | 403   sees  403   403
POST /api/v1/transfers/accept                 401    403   403   409   403   403   403   403   403   | 403   ok    403   403
GET /fhir/metadata                            ok     ok    ok    ok    ok    ok    ok    ok    ok    | ok    ok    ok    ok
POST /fhir                                    401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /fhir/Observation                        401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /fhir/$import                            401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
GET /fhir/Observation                         401    sees  none  sees  403   sees  none  sees  sees  | none  none  none  none
GET /fhir/Observation/$lastn                  401    sees  404   sees  403   sees  404   sees  sees  | 404   404   404   404
GET /fhir/Observation/:id                     401    sees  404   sees  403   sees  404   sees  sees  | 404   404   404   404
GET /fhir/Observation/:id/_history/:version   401    sees  404   sees  403   sees  404   sees  sees  | 404   404   404   404
POST /fhir/Patient                            401    ok    ok    ok    403   403   403   403   ok    | ok    ok    403   ok
GET /fhir/Patient                             401    sees  none  sees  sees  sees  none  sees  sees  | none  none  none  none
GET /fhir/Patient/:id                         401    sees  404   sees  sees  sees  404   sees  sees  | 404   404   404   404
GET /fhir/Patient/:id/_history/:version       401    sees  404   sees  sees  sees  404   sees  sees  | 404   404   404   404
GET /fhir/AuditEvent                          401   ok    ok    ok    ok    sees  none  403   403   | ok    ok    none  403
GET /fhir/AuditEvent/:id                      401   404   404   404   ok    ok    404   403   403   | 404   404   404   403
GET /fhir/Consent                             401    sees  none  sees  403   sees  none  none  sees   | none  none  none  none
GET /fhir/Consent/:id                         401    sees  404   sees  403   sees  404   404   sees  | 404   404   404   404
GET /fhir/MedicationStatement                 401    sees  none  sees  403   sees  none  none  sees   | none  none  none  none
POST /fhir/MedicationStatement                401    sees  404   sees  403   403   403   403   sees   | 404   404   403   404
GET /fhir/Procedure                           401    sees  none  sees  403   sees  none  none  sees   | none  none  none  none
POST /fhir/Procedure                          401    sees  404   sees  403   403   403   403   sees   | 404   404   403   404
GET /fhir/:type/:id                           401    sees  404   sees  403   sees  404   404   sees  | 404   404   404   404
GET /fhir/:type/:id/_history/:version         401    sees  404   sees  403   sees  404   404   sees  | 404   404   404   404
GET /fhir/:type                               404    404   404   404   404   404   404   404   404   | 404   404   404   404
OPTIONS /fhir/:type                           none  none  none  none  none  none  none  none  none  | none  none  none  none
OPTIONS /fhir/:type/:id                       none  none  none  none  none  none  none  none  none  | none  none  none  none
POST /fhir/:type                              405   405   405   405   405   405   405   405   405   | 405   405   405   405
PUT /fhir/:type                               405   405   405   405   405   405   405   405   405   | 405   405   405   405
PATCH /fhir/:type                             405   405   405   405   405   405   405   405   405   | 405   405   405   405
DELETE /fhir/:type                            405   405   405   405   405   405   405   405   405   | 405   405   405   405
PUT /fhir/:type/:id                           405   405   405   405   405   405   405   405   405   | 405   405   405   405
PATCH /fhir/:type/:id                         405   405   405   405   405   405   405   405   405   | 405   405   405   405
DELETE /fhir/:type/:id                        405   405   405   405   405   405   405   405   405   | 405   405   405   405
POST /ingest/v1/observations                  401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /ingest/v1/observations/stream           401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /ingest/v1/vendors/:vendor               401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
GET /ingest/v1/payloads                       401    ok    404   ok    403   ok    404   ok    ok    | 404   404   404   404
POST /ingest/v1/uploads                       401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
GET /ingest/v1/uploads                        401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
GET /ingest/v1/uploads/:id                    401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /ingest/v1/uploads/:id/take-back         401    ok    404   ok    403   ok    404   403   ok    | 404   404   404   404
POST /ingest/v1/webhooks/livekit              401    401   401   401   401   401   401   401   401   | 401   401   401   401
`;

const EXPECTED = new Map(
  TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [method, path, ...cells] = line.replace('|', ' ').trim().split(/\s+/);
      return [`${method} ${path}`, cells] as const;
    }),
);

let app: TestApp;
let north: CareCircle;
let south: CareCircle;
/** Things of hers that rows read and never change. */
let hers: {
  visitId: string;
  alertId: string;
  observationId: string;
  responseId: string;
  uploadId: string;
  auditId: number;
  exportId: string;
  consentId: string;
  textHash: string;
};

const observation = () =>
  toObservation(north.patientId, {
    metric: 'steps',
    value: 100,
    start: `${clinicDay(-2)}T10:00:00.000Z`,
    end: `${clinicDay(-2)}T11:00:00.000Z`,
    device: MARKER,
  });

beforeAll(async () => {
  app = await createTestApp();
  north = await gatherCareCircle(app, await createClinic(app, 'north'), MARKER);
  south = await gatherCareCircle(app, await createClinic(app, 'south'), 'Someone');
  const stored = await as('system')('post', '/fhir/Observation')
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(observation()))
    .expect(ok);
  const responseId = randomUUID();
  await north.patient.agent.post(`/api/v1/patients/${north.patientId}/responses`).send(peg(responseId)).expect(ok);
  const upload = await sendUpload(as('patient')).expect(ok);
  await hasBeenRead(upload.body.id);
  await snoozedAlert();
  await north.treating.agent.post(`/api/v1/patients/${north.patientId}/treatments`).send(doseOfHers()).expect(ok);
  await postFhir(as('system'), procedureOfHers()).expect(ok);
  hers = {
    visitId: await visitOf(north),
    alertId: await alertOf(app, north),
    observationId: stored.body.id,
    responseId,
    uploadId: upload.body.id,
    auditId: await auditedRead(),
    exportId: await finishedExport(),
    consentId: await consentOf(north),
    textHash: await shownHash(north.patient, north.patientId, 'research'),
  };
}, 120_000);
afterAll(() => app?.close());

/** An answer of hers in which she is named, written down by the team. */
async function consentOf({ coordinator, patientId }: CareCircle): Promise<string> {
  const textHash = await shownHash(coordinator, patientId, 'research');
  const { body } = await coordinator.agent
    .put(`/api/v1/patients/${patientId}/consents/research`)
    .send({ status: 'declined', textHash, how: 'telephone', reason: `${MARKER} rang us` })
    .expect(ok);
  return body.history[0].id;
}

const glass = () => ({ id: randomUUID(), kind: 'cover', reason: 'Covers for a colleague who is ill today' });

async function glassOf({ treating, patientId }: CareCircle): Promise<string> {
  const { body } = await treating.agent.post(`/api/v1/patients/${patientId}/break-glass`).send(glass()).expect(ok);
  return body.id;
}

/** An act of the integration that is about her. */
async function auditedRead(): Promise<number> {
  await as('system')('get', `/fhir/Patient/${north.patientId}`).expect(200);
  const [row] = await app.database.asOwner<{ id: string }>(
    `SELECT id FROM audit_event WHERE patient_id = $1 AND role = 'system' AND interaction = 'read' ORDER BY id DESC LIMIT 1`,
    [north.patientId],
  );
  return Number(row!.id);
}

/** Her own copy of everything, ready to be fetched. */
async function finishedExport(): Promise<string> {
  const id = randomUUID();
  await north.patient.agent.post(`/api/v1/patients/${north.patientId}/exports`).send({ id }).expect(ok);
  await app.nest.get(RightsWorker).workOff();
  await openCorrection();
  return id;
}

let mistakes = 0;
/** A reading of hers that nobody has corrected yet. */
async function mistakenReading(): Promise<{ id: string; version: number }> {
  const start = `${clinicDay(-3)}T11:${String(mistakes++).padStart(2, '0')}:00.000Z`;
  const reading = toObservation(north.patientId, { metric: 'heartRate', value: 60, start, device: MARKER });
  const { body } = await as('system')('post', '/fhir/Observation')
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(reading))
    .expect(ok);
  return { id: body.id, version: Number(body.meta.versionId) };
}

async function openCorrection(): Promise<string> {
  const id = randomUUID();
  const path = `/api/v1/patients/${north.patientId}/corrections`;
  await north.patient.agent.post(path).send({ id, says: 'That was not me.' }).expect(ok);
  return id;
}

async function answeredCorrection(): Promise<string> {
  const id = await openCorrection();
  const path = `/api/v1/patients/${north.patientId}/corrections/${id}/decision`;
  await north.treating.agent.post(path).send({ decision: 'declined', answer: 'It was.' }).expect(ok);
  return id;
}

/** As if she had asked just now, and nothing stood against it. */
async function openErasure(): Promise<void> {
  await app.database.asOwner(`DELETE FROM legal_hold; DELETE FROM erasure; DELETE FROM rights_job`);
  await app.database.asOwner(
    `INSERT INTO erasure (clinic_id, id, patient_id, requested_by) VALUES ($1, gen_random_uuid(), $2, $3)`,
    [north.clinicId, north.patientId, `person/${north.patient.personId}`],
  );
}

async function openHold(): Promise<string> {
  const id = randomUUID();
  await app.database.asOwner(
    `INSERT INTO legal_hold (clinic_id, id, patient_id, reason, placed_by) VALUES ($1, $2, $3, 'a lawsuit', $4)`,
    [north.clinicId, id, north.patientId, north.admin.personId],
  );
  return id;
}

/** The one whose snooze of an alert of hers is on the list of what is held back. */
async function snoozedAlert(): Promise<void> {
  const id = await alertOf(app, north);
  await north.treating.agent
    .post(`/api/v1/alerts/${id}/snooze`)
    .send({ version: 1, until: { when: 'worse' } })
    .expect(ok);
}

/** Acknowledged by whoever asks, if they may, and that taken back. */
async function undone(send: Send): Promise<Response> {
  const id = await alertOf(app, north);
  const { body } = await send('post', `/api/v1/alerts/${id}/acknowledge`).send({ version: 1 });
  const eventId = body.timeline?.at(-1)?.id ?? 1;
  return send('post', `/api/v1/alerts/${id}/undo`).send({ version: 2, eventId });
}

/** Of a rule of hers. */
const newBackTest = () => ({
  id: randomUUID(),
  change: { of: 'rule', kind: 'plateau', scope: { of: 'patient', patientId: north.patientId }, settings: null },
});
async function backTestOf({ coordinator }: CareCircle): Promise<string> {
  return (await coordinator.agent.post('/api/v1/back-tests').send(newBackTest()).expect(200)).body.id;
}

async function changeRule(send: Send): Promise<Response> {
  const [row] = await app.database.asOwner<{ version: number }>(
    `SELECT coalesce(max(version), 0) AS version FROM alert_rule`,
  );
  const scope = { of: 'patient', patientId: north.patientId };
  return send('put', '/api/v1/alert-rules/plateau').send({
    scope,
    version: row!.version,
    settings: null,
    reason: 'As agreed',
  });
}

/** The version of her record: a correction names the one that was read. */
const versionOfHers = async (): Promise<number> =>
  (await north.treating.agent.get(`/api/v1/patients/${north.patientId}`)).body.version;

/** Sprints may not overlap. */
let sprints = 0;
let laterSprints = 0;
/** A sprint of hers that is far off. @returns its id */
const sprintOfHers = async (): Promise<string> => {
  const [startsOn, endsOn] = [clinicDay(5000 + 42 * ++laterSprints), clinicDay(5000 + 42 * laterSprints + 34)];
  const values = `gen_random_uuid(), '${north.patientId}', 'Walk', '${startsOn}', '${endsOn}', 'test'`;
  const id = await insert('sprint', 'id, patient_id, goal, starts_on, ends_on, created_by', values);
  await app.database.asOwner(
    `INSERT INTO sprint_metric (clinic_id, sprint_id, metric, position, target) VALUES ($1, $2, 'steps', 0, 6000)`,
    [north.clinicId, id],
  );
  return id;
};
const procedureOfHers = () => ({
  resourceType: 'Procedure',
  status: 'completed',
  code: { text: `Injection for ${MARKER}` },
});
/** About her. */
const postFhir = (send: Send, resource: Readonly<Record<string, unknown>> & { readonly resourceType: string }): Test =>
  send('post', `/fhir/${resource.resourceType}`)
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify({ ...resource, subject: { reference: `Patient/${north.patientId}` } }));
const doseOfHers = () => ({
  id: randomUUID(),
  kind: 'dose',
  medication: `Drops for ${MARKER}`,
  dose: '1',
  on: clinicDay(-2),
});
const peg = (id: string = randomUUID()) => ({
  id,
  instrument: 'peg',
  authoredAt: new Date().toISOString(),
  answers: { pain: 5, enjoyment: 4, activity: 3 },
});

type Send = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string) => Test;

const someone = () => `${randomUUID()}@people.example`;
/** A relative of hers, who has not come yet. */
const relative = () => ({
  id: randomUUID(),
  email: someone(),
  name: 'A relative',
  role: 'caregiver',
  patientId: north.patientId,
});
async function pendingInvitation(): Promise<string> {
  const invitation = relative();
  await north.coordinator.agent.post('/api/v1/invitations').send(invitation).expect(ok);
  return invitation.id;
}
const NO_PASSKEY = { id: 'unknown', response: {} };

function as(actor: Actor): Send {
  const token = actor === 'system' ? north.token : actor === 'southSystem' ? south.token : undefined;
  if (token) return (method, path) => request(app.url)[method](path).set('authorization', `Bearer ${token}`);
  const agent = agentOf(actor);
  return (method, path) => agent[method](path);
}

function agentOf(actor: Actor): Agent {
  switch (actor) {
    case 'nobody':
      return app.http();
    case 'southClinician':
      return south.treating.agent;
    case 'southCoordinator':
      return south.coordinator.agent;
    case 'southPatient':
      return south.patient.agent;
    case 'system':
    case 'southSystem':
      throw new Error('has a token');
    default:
      return north[actor].agent;
  }
}

/** Absences may not overlap. */
let absences = 0;
const shift = () => ({
  personId: north.treating.personId,
  profession: null,
  rank: 1,
  startsOn: clinicDay(1),
  starts: '17:00',
  endsOn: clinicDay(2),
  ends: '08:00',
  everyWeeks: 0,
  lastOn: null,
});

/** A row of the clinic north, written past its doors. @returns its id */
async function insert(table: string, columns: string, values: string): Promise<string> {
  const [row] = await app.database.asOwner<{ id: string }>(
    `INSERT INTO ${table} (clinic_id, ${columns}) VALUES ('${north.clinicId}', ${values}) RETURNING id`,
  );
  return row!.id;
}
const referral = (familyName: string) =>
  insert(
    'referral',
    'id, given_name, family_name, birth_date, question, urgent, from_name, created_by',
    `gen_random_uuid(), 'Test', '${familyName}', '1980-01-01', 'Can you help?', false, 'A doctor', 'test'`,
  );
/** Somebody else of the same clinic, who comes after her in every list. */
const freshPatient = () => registerPatient(north.coordinator, { familyName: 'Zz', careTeam: [] });

async function mergeOf(state: 'proposed' | 'done'): Promise<string> {
  const [survivorId, duplicateId] = [await freshPatient(), await freshPatient()];
  const nothing = {
    rows: {},
    devices: {},
    closedAlerts: [],
    identifiers: [],
    careTeam: [],
    grants: [],
    ownHolds: [],
    answers: [],
    earlier: [],
  };
  if (state === 'done')
    await app.database.asOwner('UPDATE patient SET merged_into = $1 WHERE id = $2', [survivorId, duplicateId]);
  return insert(
    'patient_merge',
    'id, survivor_id, duplicate_id, state, reason, proposed_by, moved',
    `gen_random_uuid(), '${survivorId}', '${duplicateId}', '${state}', 'the same', '${north.coordinator.personId}', '${JSON.stringify({ ...nothing, personId: null })}'`,
  );
}

async function offerOf(patientId: string): Promise<{ id: string; code: string }> {
  const { body } = await north.coordinator.agent
    .post('/api/v1/transfers')
    .send({ id: randomUUID(), patientId, toName: 'Clinic south', agreedOn: clinicDay(0) })
    .expect(ok);
  return body;
}

/** It is over, and as if it had brought something, so that it can be taken back. */
async function hasBeenRead(uploadId: string): Promise<void> {
  await until('the file is read', async () => {
    const { body } = await north.patient.agent.get(`/ingest/v1/uploads/${uploadId}`).expect(ok);
    return ['done', 'failed'].includes(body.state);
  });
  await app.database.asOwner('UPDATE upload SET keeps_readings = true WHERE id = $1', [uploadId]);
}

function sendUpload(send: Send): Test {
  const xml = `<?xml version="1.0"?><HealthData locale="en_GB"><ExportDate value="2026-01-01 00:00:00 +0000"/></HealthData>`;
  return send('post', `/ingest/v1/uploads?patient=${north.patientId}&kind=apple-health`).attach(
    'file',
    Buffer.from(xml),
    'export.xml',
  );
}

/** How each route is asked about her, always with input that is right, so that only the rights decide. */
const ASK: Record<string, (send: Send) => PromiseLike<Response>> = {
  'PUT /api/v1/session/clinic': (send) => send('put', '/api/v1/session/clinic').send({ clinicId: north.clinicId }),
  'POST /api/v1/apps': (send) =>
    send('post', '/api/v1/apps').send({
      id: randomUUID(),
      name: 'An app',
      kind: 'public',
      redirectUris: ['https://app.example/back'],
      scopes: ['user/*.rs'],
    }),
  'PUT /api/v1/apps/:id/proof': (send) => send('put', `/api/v1/apps/${randomUUID()}/proof`).send({}),
  'POST /api/v1/app-requests/:uid/decision': (send) =>
    send('post', '/api/v1/app-requests/unknown/decision').send({ allow: true }),
  'PUT /api/v1/clinic/detection': (send) =>
    send('put', '/api/v1/clinic/detection').send({ budgetPerPatientMonth: 0.2 }),
  'POST /api/v1/invitations': (send) => send('post', '/api/v1/invitations').send(relative()),
  'POST /api/v1/invitations/:id/resend': async (send) =>
    send('post', `/api/v1/invitations/${await pendingInvitation()}/resend`).send({}),
  'DELETE /api/v1/invitations/:id': async (send) => send('delete', `/api/v1/invitations/${await pendingInvitation()}`),
  'POST /api/v1/sign-in/forgot': (send) => send('post', '/api/v1/sign-in/forgot').send({ email: someone() }),
  'POST /api/v1/sign-in/reset': (send) =>
    send('post', '/api/v1/sign-in/reset').send({ token: 'ml_unknown', password: PASSWORD }),
  'POST /api/v1/sign-in/confirm-email': (send) =>
    send('post', '/api/v1/sign-in/confirm-email').send({ token: 'ml_unknown' }),
  'PUT /api/v1/account/email': (send) => send('put', '/api/v1/account/email').send({ email: someone() }),
  'PUT /api/v1/account/password': (send) => send('put', '/api/v1/account/password').send({ password: PASSWORD }),
  'POST /api/v1/account/code-app/confirm': (send) =>
    send('post', '/api/v1/account/code-app/confirm').send({ code: '000000' }),
  'POST /api/v1/account/passkeys': (send) =>
    send('post', '/api/v1/account/passkeys').send({ name: 'Mine', response: NO_PASSKEY }),
  'PUT /api/v1/account/passkeys/:id': (send) => send('put', '/api/v1/account/passkeys/unknown').send({ name: 'Mine' }),
  'POST /api/v1/account/proof/password': (send) =>
    send('post', '/api/v1/account/proof/password').send({ password: PASSWORD }),
  'POST /api/v1/account/proof/passkey': (send) =>
    send('post', '/api/v1/account/proof/passkey').send({ response: NO_PASSKEY }),
  'POST /api/v1/invitations/:token/accept': (send) =>
    send('post', '/api/v1/invitations/inv_unknown/accept').send({ password: 'long enough for this' }),
  'POST /api/v1/patients': (send) =>
    send('post', '/api/v1/patients').send({
      id: randomUUID(),
      givenName: 'New',
      familyName: 'Patient',
      birthDate: '1980-01-01',
      timeZone: 'Europe/Berlin',
      careTeam: [],
      monitoringConsent: true,
    }),
  'GET /api/v1/patients/:id/sprints/earlier': async (send) => {
    const sprintId = await sprintOfHers();
    await app.database.asOwner(
      `INSERT INTO sprint_before (clinic_id, patient_id, sprint_id, version, goal, starts_on, ends_on, metrics, became, changed_by)
       VALUES ($1, $2, $3, 1, $4, current_date, current_date + 30, '[]', 'changed', 'test')`,
      [north.clinicId, north.patientId, sprintId, MARKER],
    );
    return send('get', `/api/v1/patients/${north.patientId}/sprints/earlier`);
  },
  'POST /api/v1/patients/:id/sprints': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/sprints`).send({
      id: randomUUID(),
      goal: 'Walk to the lake',
      startsOn: clinicDay(42 * ++sprints),
      endsOn: clinicDay(42 * sprints + 34),
      metrics: [{ metric: 'steps', target: 6000 }],
    }),
  'PUT /api/v1/patients/:id/sprints/:sprintId': async (send) => {
    const sprintId = await sprintOfHers();
    return send('put', `/api/v1/patients/${north.patientId}/sprints/${sprintId}`).send({
      version: 1,
      goal: 'Walk to the sea',
      endsOn: clinicDay(5000 + 42 * laterSprints + 30),
      metrics: [{ metric: 'steps', target: 7000 }],
    });
  },
  'POST /api/v1/patients/:id/sprints/:sprintId/end': async (send) =>
    send('post', `/api/v1/patients/${north.patientId}/sprints/${await sprintOfHers()}/end`).send({ version: 1 }),
  'POST /api/v1/patients/:id/treatments': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/treatments`).send(doseOfHers()),
  'PUT /api/v1/patients/:id/treatments/:treatmentId': async (send) => {
    const { id, ...dose } = doseOfHers();
    await north.treating.agent
      .post(`/api/v1/patients/${north.patientId}/treatments`)
      .send({ id, ...dose })
      .expect(ok);
    return send('put', `/api/v1/patients/${north.patientId}/treatments/${id}`).send({ version: 1, ...dose, dose: '2' });
  },
  'DELETE /api/v1/patients/:id/treatments/:treatmentId': async (send) => {
    const dose = doseOfHers();
    await north.treating.agent.post(`/api/v1/patients/${north.patientId}/treatments`).send(dose).expect(ok);
    return send('delete', `/api/v1/patients/${north.patientId}/treatments/${dose.id}?version=1`);
  },
  'GET /fhir/MedicationStatement': (send) => send('get', `/fhir/MedicationStatement?patient=${north.patientId}`),
  'POST /fhir/MedicationStatement': (send) =>
    postFhir(send, {
      resourceType: 'MedicationStatement',
      status: 'active',
      medicationCodeableConcept: { text: `Drops for ${MARKER}` },
    }),
  'GET /fhir/Procedure': (send) => send('get', `/fhir/Procedure?patient=${north.patientId}`),
  'POST /fhir/Procedure': (send) => postFhir(send, procedureOfHers()),
  'GET /api/v1/patients/:id/consents/:consentId': (send) =>
    send('get', `/api/v1/patients/${north.patientId}/consents/${hers.consentId}`),
  'PUT /api/v1/patients/:id/consents/:purpose': async (send) => {
    const path = `/api/v1/patients/${north.patientId}/consents/research`;
    const answer = { status: 'given', textHash: hers.textHash };
    const bare = await send('put', path).send(answer);
    // The team says how it was told; the patient's own answer has no such words.
    return bare.status === 422
      ? send('put', path).send({ ...answer, how: 'paper', reason: 'Signed at the desk' })
      : bare;
  },
  'POST /api/v1/consent-texts': (send) =>
    send('post', '/api/v1/consent-texts').send({
      id: randomUUID(),
      purpose: 'recording',
      language: 'en',
      title: 'Recording',
      body: 'A visit may be recorded when I say yes before it begins.',
    }),
  'GET /api/v1/patient-names': (send) => send('get', `/api/v1/patient-names?query=${MARKER}`),
  'POST /api/v1/patients/:id/break-glass': async (send) => {
    const answer = await send('post', `/api/v1/patients/${north.patientId}/break-glass`).send(glass());
    // Closed at once, or the colleague would see through it in other rows.
    await app.database.asOwner('UPDATE break_glass SET ends_at = now()');
    return answer;
  },
  'GET /api/v1/break-glass/mine': async (send) => {
    await glassOf(north);
    return send('get', '/api/v1/break-glass/mine');
  },
  'GET /api/v1/break-glass': async (send) => {
    await glassOf(north);
    return send('get', '/api/v1/break-glass');
  },
  'POST /api/v1/break-glass/:id/end': async (send) =>
    send('post', `/api/v1/break-glass/${await glassOf(north)}/end`).send({}),
  'POST /api/v1/break-glass/:id/judgement': async (send) =>
    send('post', `/api/v1/break-glass/${await glassOf(north)}/judgement`).send({ verdict: 'justified' }),
  'GET /fhir/Consent': (send) => send('get', `/fhir/Consent?patient=${north.patientId}`),
  'GET /fhir/Consent/:id': (send) => send('get', `/fhir/Consent/${hers.consentId}`),
  'GET /api/v1/patients/:id/days/:metric/:day': (send) =>
    send('get', `/api/v1/patients/${north.patientId}/days/steps/${clinicDay(-2)}`),
  'GET /api/v1/patients/:id/observations': (send) =>
    send(
      'get',
      `/api/v1/patients/${north.patientId}/observations?metric=steps&from=${clinicDay(-28)}&to=${clinicDay(0)}`,
    ),
  'PUT /api/v1/patients/:id/sources/:metric/order': (send) =>
    send('put', `/api/v1/patients/${north.patientId}/sources/steps/order`).send({ sourceIds: [] }),
  'PUT /api/v1/patients/:id/time-zones': (send) =>
    send('put', `/api/v1/patients/${north.patientId}/time-zones`).send({
      since: `${clinicDay(-9)}T07:00:00Z`,
      zone: 'Europe/Lisbon',
    }),
  'DELETE /api/v1/patients/:id/time-zones/:since': async (send) => {
    const path = `/api/v1/patients/${north.patientId}/time-zones`;
    const since = `${clinicDay(-7)}T07:00:00.000Z`;
    await north.treating.agent.put(path).send({ since, zone: 'Asia/Tokyo' }).expect(ok);
    return send('delete', `${path}/${since}`);
  },
  'GET /api/v1/patients/:id/series': (send) =>
    send('get', `/api/v1/patients/${north.patientId}/series?from=${clinicDay(-28)}&to=${clinicDay(0)}`),
  'POST /api/v1/patients/:id/responses': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/responses`).send(peg()),
  'GET /api/v1/alerts/:id/escalation': (send) => send('get', `/api/v1/alerts/${hers.alertId}/escalation`),
  'PUT /api/v1/account/notices': (send) =>
    send('put', '/api/v1/account/notices').send({ webPush: true, email: true, quietHours: null, interrupt: false }),
  'POST /api/v1/account/notices/devices': (send) =>
    send('post', '/api/v1/account/notices/devices').send({
      id: randomUUID(),
      endpoint: `https://push.example/${randomUUID()}`,
      device: 'Phone',
      p256dh: Buffer.alloc(65, 4).toString('base64url'),
      auth: Buffer.alloc(16, 1).toString('base64url'),
    }),
  'DELETE /api/v1/account/notices/devices/:id': (send) =>
    send('delete', `/api/v1/account/notices/devices/${randomUUID()}`),
  'POST /api/v1/account/notices/test': (send) => send('post', '/api/v1/account/notices/test').send({}),
  'PUT /api/v1/clinic/channels': async (send) => {
    const [row] = await app.database.asOwner<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM clinic_channel',
    );
    return send('put', '/api/v1/clinic/channels').send({
      version: row!.version,
      webhookUrl: null,
      fallbackEmail: null,
      fallbackWebhookUrl: null,
      emergencyNumber: '112',
    });
  },
  'POST /api/v1/clinic/channels/secret': (send) => send('post', '/api/v1/clinic/channels/secret').send({}),
  'PUT /api/v1/saved-views/:id': (send) =>
    send('put', `/api/v1/saved-views/${randomUUID()}`).send({ name: 'Mine', filters: { whose: 'mine' } }),
  'DELETE /api/v1/saved-views/:id': (send) => send('delete', `/api/v1/saved-views/${randomUUID()}`),
  'GET /api/v1/alerts/:id': (send) => send('get', `/api/v1/alerts/${hers.alertId}`),
  'POST /api/v1/alerts/:id/acknowledge': async (send) =>
    send('post', `/api/v1/alerts/${await alertOf(app, north)}/acknowledge`).send({ version: 1 }),
  'POST /api/v1/alerts/bulk': async (send) =>
    send('post', '/api/v1/alerts/bulk').send({
      act: { kind: 'acknowledge' },
      items: [{ id: await alertOf(app, north), version: 1 }],
    }),
  'POST /api/v1/alerts/:id/snooze': async (send) =>
    send('post', `/api/v1/alerts/${await alertOf(app, north)}/snooze`).send({ version: 1, until: { when: 'worse' } }),
  'POST /api/v1/alerts/:id/unsnooze': (send) => send('post', `/api/v1/alerts/${hers.alertId}/unsnooze`).send({}),
  'POST /api/v1/alerts/:id/hand-off': async (send) =>
    send('post', `/api/v1/alerts/${await alertOf(app, north)}/hand-off`).send({
      version: 1,
      to: { personId: north.coordinator.personId },
    }),
  'POST /api/v1/alerts/:id/undo': undone,
  'POST /api/v1/alerts/:id/note': (send) =>
    send('post', `/api/v1/alerts/${hers.alertId}/note`).send({ id: randomUUID(), note: 'Called, no answer' }),
  'POST /api/v1/alerts/:id/seen': (send) => send('post', `/api/v1/alerts/${hers.alertId}/seen`).send({}),
  'POST /api/v1/alerts/:id/answer': (send) =>
    send('post', `/api/v1/alerts/${hers.alertId}/answer`).send({ id: randomUUID(), answer: 'ill' }),
  'POST /api/v1/alerts/:id/answer/undo': (send) =>
    send('post', `/api/v1/alerts/${hers.alertId}/answer/undo`).send({ id: randomUUID(), answerId: randomUUID() }),
  'GET /api/v1/alerts/:id/told': (send) => send('get', `/api/v1/alerts/${hers.alertId}/told`),
  'PUT /api/v1/account/told': (send) =>
    send('put', '/api/v1/account/told').send({ good: 'all', changes: 'all', devices: 'all', visits: 'none' }),
  'GET /api/v1/notices': (send) => send('get', `/api/v1/notices?patientId=${north.patientId}`),
  'POST /api/v1/back-tests': (send) => send('post', '/api/v1/back-tests').send(newBackTest()),
  'GET /api/v1/back-tests/:id': async (send) => send('get', `/api/v1/back-tests/${await backTestOf(north)}`),
  'POST /api/v1/back-tests/:id/cancel': async (send) =>
    send('post', `/api/v1/back-tests/${await backTestOf(north)}/cancel`).send({}),
  'GET /api/v1/back-tests/:id/items': async (send) =>
    send('get', `/api/v1/back-tests/${await backTestOf(north)}/items?side=appears`),
  'GET /api/v1/alert-rules': (send) => send('get', `/api/v1/alert-rules?patientId=${north.patientId}`),
  'GET /api/v1/alert-rules/:kind/history': (send) =>
    send('get', `/api/v1/alert-rules/plateau/history?patientId=${north.patientId}`),
  'PUT /api/v1/alert-rules/:kind': changeRule,
  'PUT /api/v1/patients/:id/programme': (send) =>
    send('put', `/api/v1/patients/${north.patientId}/programme`).send({ programme: 'back-school' }),
  'POST /api/v1/alerts/:id/resolve': async (send) =>
    send('post', `/api/v1/alerts/${await alertOf(app, north)}/resolve`).send({ version: 1, outcome: 'contacted' }),
  'POST /api/v1/visits': (send) =>
    send('post', '/api/v1/visits').send({
      id: randomUUID(),
      patientId: north.patientId,
      clinicianId: north.treating.personId,
      startsAt: new Date().toISOString(),
      minutes: 30,
      modality: 'video',
      evenIfOverlapping: true,
    }),
  'GET /api/v1/visits/:id': (send) => send('get', `/api/v1/visits/${hers.visitId}`),
  'POST /api/v1/visits/:id/arrive': async (send) =>
    send('post', `/api/v1/visits/${await visitOf(north)}/arrive`).send({}),
  'POST /api/v1/visits/:id/admit': async (send) =>
    send('post', `/api/v1/visits/${await visitOf(north, 'waiting')}/admit`).send({}),
  'POST /api/v1/visits/:id/end': async (send) =>
    send('post', `/api/v1/visits/${await visitOf(north, 'in-progress')}/end`).send({}),
  'POST /api/v1/visits/:id/cancel': async (send) =>
    send('post', `/api/v1/visits/${await visitOf(north)}/cancel`).send({}),
  'POST /api/v1/visits/:id/join': async (send) =>
    send('post', `/api/v1/visits/${await visitOf(north, 'in-progress')}/join`).send({}),
  'GET /api/v1/visits/:id/note': (send) => send('get', `/api/v1/visits/${hers.visitId}/note`),
  'PUT /api/v1/visits/:id/note': async (send) =>
    send('put', `/api/v1/visits/${await visitOf(north)}/note`).send({
      patientWords: 'a',
      seen: 'b',
      agreed: 'c',
      version: 0,
    }),
  'PUT /api/v1/clinic': async (send) => {
    const [row] = await app.database.asOwner<{ version: number }>(
      'SELECT version FROM clinic_setting WHERE clinic_id = $1',
      [north.clinicId],
    );
    return send('put', '/api/v1/clinic').send({
      version: row?.version ?? 0,
      name: 'Clinic north',
      timeZone: 'Europe/Berlin',
      phone: null,
      language: 'en',
      afterHours: null,
      secondFactor: 'optional',
      sites: [],
      holidays: [],
    });
  },
  'PUT /api/v1/members/:personId': (send) =>
    send('put', `/api/v1/members/${north.colleague.personId}`).send({
      role: 'clinician',
      profession: 'psychologist',
      active: true,
    }),
  'PUT /api/v1/teams/:id': (send) => send('put', `/api/v1/teams/${randomUUID()}`).send({ name: 'Team', memberIds: [] }),
  'POST /api/v1/teams/:id/end': async (send) => {
    const id = await insert('team', `id, name`, `gen_random_uuid(), 'Team'`);
    return send('post', `/api/v1/teams/${id}/end`).send({});
  },
  'PUT /api/v1/rota/:id': (send) => send('put', `/api/v1/rota/${randomUUID()}`).send(shift()),
  'POST /api/v1/rota/:id/end': async (send) => {
    const id = await insert(
      'rota_shift',
      'id, person_id, rank, starts_on, starts, ends_on, ends, every_weeks',
      `gen_random_uuid(), '${north.treating.personId}', 1, current_date, '08:00', current_date, '17:00', 0`,
    );
    return send('post', `/api/v1/rota/${id}/end`).send({});
  },
  'POST /api/v1/absences': (send) =>
    send('post', '/api/v1/absences').send({
      id: randomUUID(),
      personId: north.treating.personId,
      standInId: north.colleague.personId,
      fromAt: `${clinicDay(1000 + 2 * ++absences)}T08:00:00Z`,
      untilAt: `${clinicDay(1001 + 2 * absences)}T08:00:00Z`,
    }),
  'POST /api/v1/absences/:id/end': async (send) => {
    const id = await insert(
      'absence',
      'id, person_id, stand_in_id, from_at, until_at',
      `gen_random_uuid(), '${north.treating.personId}', '${north.colleague.personId}', now() + interval '9 years', now() + interval '10 years'`,
    );
    return send('post', `/api/v1/absences/${id}/end`).send({});
  },
  'POST /api/v1/patients/matches': (send) =>
    send('post', '/api/v1/patients/matches').send({ givenName: 'Test', familyName: MARKER, birthDate: '1970-05-17' }),
  'PUT /api/v1/patients/:id/identity': async (send) => {
    const version = await versionOfHers();
    return send('put', `/api/v1/patients/${north.patientId}/identity`).send({
      version,
      givenName: 'Test',
      familyName: MARKER,
      birthDate: '1970-05-17',
      gender: null,
    });
  },
  'PUT /api/v1/patients/:id/contact': async (send) => {
    const contact = { version: await versionOfHers(), email: null, phone: null, language: null };
    return send('put', `/api/v1/patients/${north.patientId}/contact`).send(contact);
  },
  'PUT /api/v1/patients/:id/care-team': (send) =>
    send('put', `/api/v1/patients/${north.patientId}/care-team`).send({
      personIds: [north.treating.personId],
      contactPersonId: null,
    }),
  'POST /api/v1/patients/:id/followers': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/followers`).send({
      id: randomUUID(),
      email: `${randomUUID()}@people.example`,
      name: 'A neighbour',
      relationship: 'neighbour',
      categories: ['visits'],
      until: null,
    }),
  'PUT /api/v1/patients/:id/followers/:personId': (send) =>
    send('put', `/api/v1/patients/${north.patientId}/followers/${north.caregiver.personId}`).send({
      categories: ['trends', 'visits'],
      until: null,
    }),
  'POST /api/v1/patients/:id/followers/:personId/allow': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/followers/${north.caregiver.personId}/allow`).send({
      categories: ['trends', 'visits'],
      until: null,
    }),
  'POST /api/v1/patients/:id/followers/invited/:invitationId/allow': async (send) =>
    send('post', `/api/v1/patients/${north.patientId}/followers/invited/${await pendingInvitation()}/allow`).send({
      categories: ['trends', 'visits'],
      until: null,
    }),
  'POST /api/v1/patients/:id/followers/:personId/end': async (send) => {
    await app.database.asOwner(
      `INSERT INTO delegation (clinic_id, patient_id, person_id, categories) VALUES ($1, $2, $3, '{}')
       ON CONFLICT (clinic_id, patient_id, person_id) DO UPDATE SET until = NULL`,
      [north.clinicId, north.patientId, north.neighbour.personId],
    );
    return send('post', `/api/v1/patients/${north.patientId}/followers/${north.neighbour.personId}/end`).send({});
  },
  'POST /api/v1/patients/:id/followers/invited/:invitationId/end': async (send) => {
    const id = randomUUID();
    await app.database.asOwner(
      `INSERT INTO invitation (clinic_id, id, token_hash, email, name, role, patient_id, created_by, expires_at)
       VALUES ($1, $2::uuid, $2::uuid::text, $2::uuid || '@people.example', 'A neighbour', 'caregiver', $3, 'test', now() + interval '1 day')`,
      [north.clinicId, id, north.patientId],
    );
    return send('post', `/api/v1/patients/${north.patientId}/followers/invited/${id}/end`).send({});
  },
  'GET /api/v1/referrals': async (send) => {
    await referral(MARKER);
    return send('get', '/api/v1/referrals');
  },
  'POST /api/v1/referrals': (send) =>
    send('post', '/api/v1/referrals').send({
      id: randomUUID(),
      givenName: 'New',
      familyName: 'Referral',
      birthDate: '1980-01-01',
      gender: null,
      email: null,
      phone: null,
      language: null,
      question: 'Can you help?',
      urgent: false,
      fromName: 'A doctor',
      fromOrganisation: null,
    }),
  'POST /api/v1/referrals/:id/accept': async (send) =>
    send('post', `/api/v1/referrals/${await referral('New')}/accept`).send({
      id: randomUUID(),
      givenName: 'New',
      familyName: 'Patient',
      birthDate: '1980-01-01',
      timeZone: 'Europe/Berlin',
      careTeam: [],
      monitoringConsent: true,
    }),
  'POST /api/v1/referrals/:id/decline': async (send) =>
    send('post', `/api/v1/referrals/${await referral('New')}/decline`).send({ reason: 'No place.' }),
  'POST /api/v1/merges': async (send) => {
    // Nobody wants her erased, whatever rows before this one have asked for.
    await app.database.asOwner('DELETE FROM erasure');
    return send('post', '/api/v1/merges').send({
      id: randomUUID(),
      survivorId: north.patientId,
      duplicateId: await freshPatient(),
      reason: 'The same person.',
    });
  },
  'POST /api/v1/merges/:id/execute': async (send) =>
    send('post', `/api/v1/merges/${await mergeOf('proposed')}/execute`).send({}),
  'POST /api/v1/merges/:id/refuse': async (send) =>
    send('post', `/api/v1/merges/${await mergeOf('proposed')}/refuse`).send({}),
  'POST /api/v1/merges/:id/undo': async (send) => send('post', `/api/v1/merges/${await mergeOf('done')}/undo`).send({}),
  'POST /api/v1/transfers': (send) =>
    send('post', '/api/v1/transfers').send({
      id: randomUUID(),
      patientId: north.patientId,
      toName: 'Clinic south',
      agreedOn: clinicDay(0),
    }),
  'POST /api/v1/transfers/:id/revoke': async (send) =>
    send('post', `/api/v1/transfers/${(await offerOf(north.patientId)).id}/revoke`).send({}),
  'POST /api/v1/transfers/preview': async (send) =>
    send('post', '/api/v1/transfers/preview').send({ code: (await offerOf(north.patientId)).code }),
  'POST /api/v1/transfers/accept': async (send) =>
    send('post', '/api/v1/transfers/accept').send({
      code: (await offerOf(await freshPatient())).code,
      patientId: randomUUID(),
      careTeam: [],
      contactPersonId: null,
      monitoringConsent: true,
    }),
  'POST /fhir': (send) =>
    send('post', '/fhir')
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify(
          toBatch(north.patientId, [
            {
              metric: 'steps',
              value: 5,
              start: `${clinicDay(-3)}T10:00:00.000Z`,
              end: `${clinicDay(-3)}T11:00:00.000Z`,
            },
          ]),
        ),
      ),
  'POST /fhir/Observation': (send) =>
    send('post', '/fhir/Observation').set('content-type', 'application/fhir+json').send(JSON.stringify(observation())),
  'POST /fhir/$import': (send) =>
    send('post', '/fhir/$import').set('content-type', 'application/fhir+ndjson').send(JSON.stringify(observation())),
  'GET /fhir/Observation': (send) => send('get', `/fhir/Observation?patient=${north.patientId}`),
  'GET /fhir/Observation/$lastn': (send) => send('get', `/fhir/Observation/$lastn?patient=${north.patientId}`),
  'GET /fhir/Observation/:id': (send) => send('get', `/fhir/Observation/${hers.observationId}`),
  'GET /fhir/Observation/:id/_history/:version': (send) =>
    send('get', `/fhir/Observation/${hers.observationId}/_history/1`),
  'POST /fhir/Patient': (send) =>
    send('post', '/fhir/Patient')
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify({
          resourceType: 'Patient',
          name: [{ family: 'New', given: ['Fhir'] }],
          birthDate: '1980-01-01',
        }),
      ),
  'GET /fhir/Patient/:id/_history/:version': (send) => send('get', `/fhir/Patient/${north.patientId}/_history/1`),
  'POST /api/v1/patients/:id/exports': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/exports`).send({ id: randomUUID(), reason: 'on request' }),
  'GET /api/v1/patients/:id/exports/:exportId/file': (send) =>
    send('get', `/api/v1/patients/${north.patientId}/exports/${hers.exportId}/file`),
  'POST /api/v1/patients/:id/responses/:responseId/correction': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/responses/${hers.responseId}/correction`).send({
      correctedAt: peg(hers.responseId).authoredAt,
      answers: peg(hers.responseId).answers,
    }),
  'POST /api/v1/patients/:id/observations/:observationId/correction': async (send) => {
    const { id, version } = await mistakenReading();
    const path = `/api/v1/patients/${north.patientId}/observations/${id}/correction`;
    return send('post', path).send({ version, reason: 'A slip of the hand.' });
  },
  'POST /api/v1/patients/:id/corrections': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/corrections`).send({ id: randomUUID(), says: 'Not me.' }),
  'POST /api/v1/patients/:id/corrections/:correctionId/decision': async (send) =>
    send('post', `/api/v1/patients/${north.patientId}/corrections/${await openCorrection()}/decision`).send({
      decision: 'declined',
      answer: 'It was.',
    }),
  'POST /api/v1/patients/:id/corrections/:correctionId/read': async (send) =>
    send('post', `/api/v1/patients/${north.patientId}/corrections/${await answeredCorrection()}/read`).send({}),
  'POST /api/v1/patients/:id/erasure': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/erasure`).send({ id: randomUUID() }),
  'POST /api/v1/patients/:id/erasure/approve': async (send) => {
    await openErasure();
    return send('post', `/api/v1/patients/${north.patientId}/erasure/approve`).send({});
  },
  'POST /api/v1/patients/:id/erasure/cancel': async (send) => {
    await openErasure();
    return send('post', `/api/v1/patients/${north.patientId}/erasure/cancel`).send({});
  },
  'POST /api/v1/patients/:id/holds': (send) =>
    send('post', `/api/v1/patients/${north.patientId}/holds`).send({ id: randomUUID(), reason: 'a lawsuit' }),
  'POST /api/v1/patients/:id/holds/:holdId/release': async (send) =>
    send('post', `/api/v1/patients/${north.patientId}/holds/${await openHold()}/release`).send({ reason: 'settled' }),
  'PUT /api/v1/clinic/retention': (send) =>
    send('put', '/api/v1/clinic/retention').send({ exportDays: 7, erasureGraceDays: 30 }),
  'GET /fhir/AuditEvent/:id': (send) => send('get', `/fhir/AuditEvent/${hers.auditId}`),
  'GET /fhir/:type': (send) => send('get', '/fhir/Condition'),
  'GET /fhir/:type/:id': (send) => send('get', `/fhir/QuestionnaireResponse/${hers.responseId}`),
  'GET /fhir/:type/:id/_history/:version': (send) =>
    send('get', `/fhir/QuestionnaireResponse/${hers.responseId}/_history/1`),
  'POST /ingest/v1/observations': (send) =>
    send('post', '/ingest/v1/observations').send({
      observations: [
        {
          patient: north.patientId,
          metric: 'steps',
          start: `${clinicDay(-4)}T10:00:00Z`,
          end: `${clinicDay(-4)}T11:00:00Z`,
          value: 7,
          unit: '{steps}',
          source: { system: 'test' },
        },
      ],
    }),
  'POST /ingest/v1/observations/stream': (send) =>
    send('post', '/ingest/v1/observations')
      .set('content-type', 'application/x-ndjson')
      .send(
        JSON.stringify({
          patient: north.patientId,
          metric: 'steps',
          start: `${clinicDay(-4)}T12:00:00Z`,
          value: 7,
          unit: '{steps}',
          source: { system: 'test' },
        }),
      ),
  'POST /ingest/v1/vendors/:vendor': (send) =>
    send('post', `/ingest/v1/vendors/fitbit?patient=${north.patientId}`).send({
      'activities-steps': [{ dateTime: clinicDay(-5), value: '4000' }],
    }),
  'GET /ingest/v1/payloads': (send) => send('get', `/ingest/v1/payloads?patient=${north.patientId}`),
  'POST /ingest/v1/uploads': sendUpload,
  'GET /ingest/v1/uploads': (send) => send('get', `/ingest/v1/uploads?patient=${north.patientId}`),
  'GET /ingest/v1/uploads/:id': (send) => send('get', `/ingest/v1/uploads/${hers.uploadId}`),
  'POST /ingest/v1/uploads/:id/take-back': (send) => send('post', `/ingest/v1/uploads/${hers.uploadId}/take-back`),
  'POST /ingest/v1/webhooks/livekit': (send) =>
    send('post', '/ingest/v1/webhooks/livekit').set('content-type', 'application/webhook+json').send('{}'),
};

function ask(route: string, send: Send): PromiseLike<Response> {
  const [method = '', path = ''] = route.split(' ');
  return (
    ASK[route]?.(send) ??
    send(
      method.toLowerCase() as 'get',
      path.replace(':type', 'Consent').replace(':id', north.patientId).replace(':token', 'inv_unknown'),
    )
  );
}

/** A batch always answers 200, and so does a stream: what counts is its entry, or its line. */
function statusOf(
  route: string,
  answer: { status: number; text: string; body: { entry?: { response?: { status: string } }[]; refused?: unknown[] } },
): number {
  if (answer.status === 200 && /stream|import/.test(route))
    return (JSON.parse(answer.text) as { status: number }).status;
  const entry = route === 'POST /fhir' && answer.status === 200 ? answer.body.entry?.[0]?.response?.status : undefined;
  return entry === undefined ? answer.status : Number(entry.slice(0, 3));
}

describe('every route', () => {
  it('has a row that says who may use it', () => {
    expect([...EXPECTED.keys()].sort()).toEqual(registeredRoutes(app));
    for (const [route, cells] of EXPECTED) expect([route, cells.length]).toEqual([route, ACTORS.length]);
  });

  it.each([...EXPECTED.keys()])(
    '%s',
    async (route) => {
      const found: string[] = [];
      for (const [i, actor] of ACTORS.entries()) {
        const wanted = EXPECTED.get(route)?.[i] ?? '';
        const answer = await ask(route, as(actor));
        const status = statusOf(route, answer);
        // Her id means nothing in the echo of a question that held it.
        const asked = answer.request.url.includes(north.patientId);
        const named = answer.text?.includes(MARKER) || (!asked && answer.text?.includes(north.patientId));
        const success = status >= 200 && status < 300;
        const got = !success ? String(status) : wanted === 'ok' ? 'ok' : named ? 'sees' : 'none';
        found.push(
          got === wanted && (success || !named)
            ? wanted
            : `${actor}: ${got}${!success && named ? ' and names her' : ''} instead of ${wanted} ${success ? '' : answer.text.slice(0, 200)}`,
        );
      }
      expect(found).toEqual(EXPECTED.get(route));
    },
    60_000,
  );
});

/**
 * The same routes through an app. What a person may not do, the person may not do through an app; and an app that is
 * about one patient knows no other.
 */
describe('through an app', () => {
  const EVERY = 'launch/patient patient/*.cruds user/*.cruds';
  const with_ =
    (token: string): Send =>
    (method, path) =>
      request(app.url)[method](path).set('authorization', `Bearer ${token}`);
  const cell = (route: Parameters<typeof EXPECTED.get>[0], actor: Actor) =>
    EXPECTED.get(route)?.[ACTORS.indexOf(actor)] ?? '';
  const isFine = (answer: { status: number }) => answer.status >= 200 && answer.status < 300;
  let tokens: Record<'treating' | 'colleague' | 'caregiver' | 'admin' | 'patient', string>;
  let ofNeighbour: Record<'coordinator' | 'treating' | 'neighbour', string>;

  beforeAll(async () => {
    const smart = await registerApp(north.admin, { kind: 'confidential', scopes: EVERY });
    const open = async (who: keyof CareCircle, scope: string, patientId?: string) =>
      (await connect(app, smart, north[who] as CareCircle['admin'], scope, patientId)).access_token;
    const all = async (who: keyof CareCircle) => open(who, 'user/*.cruds');
    tokens = {
      treating: await all('treating'),
      colleague: await all('colleague'),
      caregiver: await all('caregiver'),
      admin: await all('admin'),
      patient: await all('patient'),
    };
    const about = (who: keyof CareCircle) =>
      open(who, 'launch/patient patient/*.cruds', north.neighbour.patientId ?? '');
    ofNeighbour = {
      coordinator: await about('coordinator'),
      treating: await about('treating'),
      neighbour: await about('neighbour'),
    };
  }, 60_000);

  it.each([...EXPECTED.keys()])(
    '%s',
    async (route) => {
      const wrong: string[] = [];
      for (const [actor, token] of Object.entries(tokens) as [keyof typeof tokens, string][]) {
        const answer = await ask(route, with_(token));
        const wanted = cell(route, actor);
        const fine = isFine({ status: statusOf(route, answer) });
        if (fine && /^\d/.test(wanted)) wrong.push(`${actor} alone ${wanted}, through an app ${answer.status}`);
        if (answer.text?.includes(MARKER) && wanted !== 'ok' && wanted !== 'sees')
          wrong.push(`${actor} is told her name`);
      }
      // About her: what the coordinator of another clinic is refused, and staff of hers is not.
      const isAboutHer = cell(route, 'southCoordinator') === '404' && !/^\d/.test(cell(route, 'coordinator'));
      for (const [actor, token] of Object.entries(ofNeighbour)) {
        const answer = await ask(route, with_(token));
        if (answer.text?.includes(MARKER)) wrong.push(`${actor}, about the neighbour, is told her name`);
        if (isAboutHer && isFine({ status: statusOf(route, answer) }))
          wrong.push(`${actor}, about the neighbour, reaches her: ${answer.status}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});

/** Routes of each category a caregiver may be granted; on the left what the grant is for. */
const GRANTED: Record<string, string[]> = {
  trends: [
    'GET /api/v1/patients/:id',
    'GET /api/v1/patients/:id/series',
    'GET /api/v1/patients/:id/days/:metric/:day',
    'GET /api/v1/patients/:id/observations',
    'GET /api/v1/patients/:id/sources',
    'GET /api/v1/patients/:id/time-zones',
    'GET /fhir/Observation/$lastn',
    'GET /fhir/Observation/:id',
    'GET /fhir/Patient/:id',
  ],
  visits: ['GET /api/v1/visits/:id', 'POST /api/v1/visits/:id/arrive', 'POST /api/v1/visits/:id/join'],
  // The record that is asked for is a QuestionnaireResponse.
  responses: [
    'GET /api/v1/patients/:id/responses',
    'POST /api/v1/patients/:id/responses',
    'GET /fhir/:type/:id',
    'GET /fhir/:type/:id/_history/:version',
  ],
  notes: ['GET /api/v1/patients/:id/consents', 'GET /fhir/Consent/:id'],
};

describe('a caregiver', () => {
  const grant = (categories: string[]) =>
    app.database.asOwner('UPDATE delegation SET categories = $1 WHERE person_id = $2', [
      categories,
      north.caregiver.personId,
    ]);
  afterAll(() => grant(['trends', 'visits']));

  it.each([...Object.keys(GRANTED), 'nothing'])('who was granted %s sees that and nothing else', async (category) => {
    await grant(category === 'nothing' ? [] : [category]);
    for (const [of, routes] of Object.entries(GRANTED))
      for (const route of routes) {
        const { status } = await ask(route, as('caregiver'));
        expect([route, status < 300 ? 'ok' : status]).toEqual([route, of === category ? 'ok' : 404]);
      }
    const lists: [string, string][] = [
      ['GET /api/v1/patients', 'trends'],
      ['GET /fhir/Observation', 'trends'],
      ['GET /api/v1/visits', 'visits'],
    ];
    for (const [route, of] of lists) {
      const { text } = await ask(route, as('caregiver'));
      expect([route, text.includes(MARKER)]).toEqual([route, of === category]);
    }
  });
});

/** Routes that an auditor may use: who may do what, and who did; nothing of what the data say. */
const AUDITOR_MAY = new Set([
  'GET /api/v1/session',
  'GET /api/v1/clinic',
  'GET /api/v1/clinic/history',
  'PUT /api/v1/session/clinic',
  'POST /api/v1/socket-ticket',
  'GET /api/v1/members',
  'GET /api/v1/audit',
  'GET /api/v1/audit/export',
  'GET /api/v1/erasures',
  'GET /api/v1/clinic/retention',
  'GET /fhir/AuditEvent',
  'GET /fhir/AuditEvent/:id',
]);
/** For which no role is asked: open to all, known by a token of their own, or about one's own account. */
const FOR_NOBODY =
  /health|metrics|metadata|(OPTIONS|POST|PUT|PATCH|DELETE) \/fhir\/:type|GET \/fhir\/:type$|webhooks|invitations\/:token|sign-in|recovery|outbox|\/account|app-requests|oauth|well-known/;

describe('an auditor', () => {
  it('reads the audit and nothing about patients', async () => {
    const auditor = await inviteAndAccept(app, north.admin, { role: 'auditor' });
    for (const route of [...EXPECTED.keys()].filter((path) => !FOR_NOBODY.test(path))) {
      const answer = await ask(route, (method, path) => auditor.agent[method](path));
      const wanted = AUDITOR_MAY.has(route) ? 'ok' : 403;
      expect([route, answer.status < 300 ? 'ok' : answer.status]).toEqual([route, wanted]);
      expect([route, answer.text?.includes(MARKER) ?? false]).toEqual([route, false]);
    }
  }, 60_000);
});
