import type { Demo } from '../api/types.js';

type SignIn = Demo['signIns'][number];

/** Whom to try the demo as: one click signs in. */
export function DemoSignIns({ people, onChoose }: { people: readonly SignIn[]; onChoose: (person: SignIn) => void }) {
  if (people.length === 0) return null;
  return (
    <section className="demo-signins" aria-label="Demo sign-ins">
      <h2>This is a demo. Sign in as</h2>
      {people.map((person) => (
        <button key={person.email} type="button" onClick={() => onChoose(person)}>
          <span>{person.label}</span>
          <span className="small dim ell">{person.email}</span>
        </button>
      ))}
    </section>
  );
}
