import { fill } from './fill/fill.js';
import { type Size, sizes } from './fill/sizes.js';
import type { Child } from './peers/child.js';
import { startFloor } from './peers/floor.js';
import type { DatabaseServer } from './peers/mariadb.js';
import { startNginx } from './peers/nginx.js';
import { startProject } from './peers/project.js';
import { objectsOf } from './places.js';
import { type Kind, type Pairs, Pairing } from './requests/pairs.js';

/** What measurements stand on: each part is there from when it is first asked for. */
export class Ground {
  private readonly begun = new Map<string, Promise<any>>();

  constructor(
    readonly server: DatabaseServer,
    readonly quick: boolean,
  ) {}

  /** How many rounds count, for each comparison. */
  get rounds(): number {
    return this.quick ? 5 : 7;
  }

  /** The URL of the filled database. */
  database(size: Size['name']): Promise<string> {
    return this.once(`database ${size}`, () => fill(this.server.url, sizes[size]));
  }

  project(size: Size['name'] = 'S'): Promise<Child> {
    return this.once(`project ${size}`, async () => startProject(await this.database(size)));
  }

  floor(size: Size['name'] = 'S'): Promise<Child> {
    return this.once(`floor ${size}`, async () => startFloor(await this.database(size)));
  }

  nginx(): Promise<Child> {
    return this.once('nginx', async () => startNginx(objectsOf(await this.database('S'))));
  }

  /** The requests of a kind, to the server and to the floor, once both have answered them alike. */
  pairs(kind: Kind, size: Size['name'] = 'S'): Promise<Pairs> {
    return this.once(`pairs ${kind} ${size}`, async () => {
      const [project, floor] = await Promise.all([this.project(size), this.floor(size)]);
      const pairing = await Pairing.open(project.port, floor.port);
      const pairs = await pairing.of(kind);
      pairing.close();
      return pairs;
    });
  }

  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const begun = this.begun.get(name) ?? make();
    this.begun.set(name, begun);
    return begun;
  }
}
