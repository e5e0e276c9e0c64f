import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { ChokePoint } from '../../../platform/auth/choke-point.js';
import { repeat } from '../../../platform/clock/repeat.js';
import { Database } from '../../../platform/database/database.js';
import { Doorbell } from '../../../platform/sockets/doorbell.js';
import { personIdOf, type PersonSocket } from '../../../platform/sockets/socket-person.js';
import { reachAlertById } from '../worklist/reach-alert.js';
import { dropView, findViewers, noteView, VIEWER_CHANNEL, type Viewer } from './viewers.repository.js';

const LOOK_EVERY_MS = 5_000;

/** One open page of this node and the alert on it. */
interface Page {
  readonly id: string;
  readonly clinicId: string;
  readonly alertId: string;
  /** What it was told last, as text. */
  told: string;
}
type Other = Omit<Viewer, 'alertId'>;

/**
 * Who looks at which alert. Rows carry it from node to node, so that two people behind different nodes see each other;
 * a row lives only as long as its page says so. Whoever is told may read the alert at that moment.
 */
@Injectable()
export class AlertViewers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly pages = new Map<PersonSocket, Page>();
  private readonly doorbell: Doorbell;
  private looking: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly database: Database,
    private readonly chokePoint: ChokePoint,
  ) {
    this.doorbell = new Doorbell(database.url, VIEWER_CHANNEL, (clinicId) => void this.look(clinicId));
  }

  onApplicationBootstrap(): void {
    this.doorbell.start();
    // Those who vanished without a word are noticed here.
    this.looking = repeat('alert viewers', LOOK_EVERY_MS, async () => {
      for (const clinicId of new Set([...this.pages.values()].map((page) => page.clinicId))) await this.look(clinicId);
    });
  }

  /** @returns who else has it open */
  async view(caller: Caller, socket: PersonSocket, alertId: string): Promise<Other[]> {
    const was = this.pages.get(socket);
    const id = was?.id ?? randomUUID();
    const viewers = await this.database.inClinic(caller.clinicId, async () => {
      await reachAlertById(caller, alertId);
      await noteView(id, personIdOf(socket), alertId);
      return findViewers([alertId]);
    });
    const others = othersThan(socket, alertId, viewers);
    if (socket.disconnected) await this.remove(id, caller.clinicId);
    else this.pages.set(socket, { id, clinicId: caller.clinicId, alertId, told: JSON.stringify(others) });
    return others;
  }

  /** The page shows no alert any more, or is gone. */
  async forget(socket: PersonSocket): Promise<void> {
    const page = this.pages.get(socket);
    this.pages.delete(socket);
    if (page) await this.remove(page.id, page.clinicId);
  }

  private remove(pageId: string, clinicId: string): Promise<void> {
    return this.database.inClinic(clinicId, () => dropView(pageId));
  }

  /** Tells this node's pages of a clinic what has changed for them. */
  private async look(clinicId: string): Promise<void> {
    const pages = [...this.pages].filter(([, page]) => page.clinicId === clinicId);
    if (pages.length === 0) return;
    const ids = [...new Set(pages.map(([, page]) => page.alertId))];
    const viewers = await this.database.inClinic(clinicId, () => findViewers(ids)).catch(() => undefined);
    if (!viewers) return;
    for (const [socket, page] of pages) {
      const others = othersThan(socket, page.alertId, viewers);
      const text = JSON.stringify(others);
      if (text === page.told || this.pages.get(socket) !== page) continue;
      if (!(await this.mayRead(socket, page.alertId))) await this.forget(socket).catch(() => undefined);
      else {
        page.told = text;
        socket.emit('viewers', { alertId: page.alertId, viewers: others });
      }
    }
  }

  private async mayRead(socket: PersonSocket, alertId: string): Promise<boolean> {
    try {
      const caller = await this.chokePoint.authorize(socket.data.principal, 'Alert', 'read');
      await this.database.inClinic(caller.clinicId, () => reachAlertById(caller, alertId));
      return true;
    } catch {
      return false;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.looking?.stop(), this.doorbell.stop()]);
  }
}

const othersThan = (socket: PersonSocket, alertId: string, viewers: readonly Viewer[]): Other[] =>
  viewers
    .filter((viewer) => viewer.alertId === alertId && viewer.personId !== personIdOf(socket))
    .map(({ personId, name }) => ({ personId, name }));
