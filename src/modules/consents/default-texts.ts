import type { ConsentPurpose } from '../../platform/auth/consent-condition.js';

export interface WordedText {
  readonly title: string;
  readonly body: string;
}

export const DEFAULT_LANGUAGE = 'en';

/** What a clinic asks until it has published words of its own. Paragraphs are apart by an empty line. */
export const DEFAULT_TEXTS: Readonly<Record<ConsentPurpose, WordedText>> = {
  monitoring: {
    title: 'Watching my numbers between visits',
    body: `My clinic may collect and look at what my devices and my diary send: steps, sleep, pain and similar numbers. The software compares them with my own usual weeks and tells my team when they change.

Nobody watches the numbers at every moment. In an emergency I call the emergency number.

I may withdraw at any time. From then on nothing more is stored. What was stored before stays in my record.`,
  },
  telehealth: {
    title: 'Visits by video or telephone',
    body: `My team may see me by video or telephone instead of at the clinic. The conversation is encrypted on its way. It is not recorded.

A visit at a distance has limits: nobody can examine me by hand. My team may ask me to come to the clinic instead, and I may ask for that too.

I may withdraw at any time. A visit that is going on then ends.`,
  },
  recording: {
    title: 'Recording a visit',
    body: `A video visit may be recorded for my treatment. I am asked again each time before a recording begins, and I see while it goes on.

The recording is part of my record and is kept as long as it. I may withdraw at any time; nothing more is recorded then.`,
  },
  'share-caregiver': {
    title: 'Sharing with people who help me',
    body: `People whom I choose may see the parts of my record that I choose for each of them, such as my numbers or my visits.

I may change what each of them sees, or end it. If I withdraw here, all of them stop seeing anything within seconds.`,
  },
  'share-primary-care': {
    title: 'Sharing with my general practice',
    body: `The general practice that looks after me may fetch my numbers, and the notes that are not protected, from this clinic.

I may withdraw at any time. Nothing more is given to the practice then. What it has fetched before stays there.`,
  },
  research: {
    title: 'Use in research',
    body: `Research that an ethics committee has approved may use my numbers and my answers. Notes that are protected are never used.

My treatment is the same whether I agree or not. I may withdraw at any time; nothing more is used from then on.`,
  },
  'sensitive-notes': {
    title: 'Protected notes and my whole team',
    body: `Notes about psychology and about substance use are protected: only the person who wrote one can read it. If I agree, everybody on my care team can read them.

In an emergency another clinician may open them with a reason. I can see who did.

I may withdraw at any time.`,
  },
};
