import type { fr } from "./playbook.fr";

export const en: Record<keyof typeof fr, string> = {
  title: "What to do",
  intro: "Read it once in a calm moment. When the day comes, you will know where to begin.",
  numbers: "Useful numbers",
  call: "Call {number}",
  text: "Text {number}",

  "received.title": "I received an alert",
  "received.1": "Call first. A voice reassures faster than a message. If not, write.",
  "received.2":
    "Ask what is happening, without assuming. If speaking is impossible, offer questions that take yes or no.",
  "received.3": "Gather the exact address, the door code, the floor. Is there a weapon? Children?",
  "received.4": "Offer to call the police or to text 114. With consent, pass on what you know.",
  "received.5":
    "Are you very near? Never go without somebody. Together, come close and speak as if you had met a friend by chance: that is often enough to interrupt everything.",
  "received.6":
    "Tell the others, under “Among us”, what you are doing. Each part taken frees another.",

  "far.title": "It is too far for me",
  "far.1": "Distance does not prevent helping: your voice and your time count as much.",
  "far.2": "Call, or write if nobody answers. Stay on the line if you can.",
  "far.3": "Note what you learn and give it to those who are nearer.",
  "far.4": "With consent, call the emergency services: they go by the place, not by where you are.",
  "far.5":
    "A distant alert may come from an old position. Open the app after every long trip, so that you are alarmed in the right place.",

  "silent.title": "No answer",
  "silent.1": "Do not conclude that all is well. Somebody else may be holding the phone.",
  "silent.2": "Ask the others, under “Among us”, who has had a sign.",
  "silent.3": "Try again regularly, in plain words that give nothing away.",
  "silent.4":
    "Position, time, last words: keep them ready for the authorities. The position stays visible for 48 hours after the launch.",
  "silent.5": "Get in touch again some hours later, then the next day and the days after.",

  "late.title": "I saw it too late",
  "late.1": "It is fine. Sleeping, working, not seeing your phone: it happens.",
  "late.2": "Up to fifty people are alarmed, so that nothing rests on one alone.",
  "late.3": "Late is still useful: write, ask for news, ask what is missing.",
  "late.4": "If it keeps coming back to you, talk about it with someone you trust.",

  "mistake.title": "I launched it by mistake",
  "mistake.1": "Do not worry, nobody will hold it against you. Hold the button 2 seconds to stop.",
  "mistake.2": "Answer everyone who contacts you, in your own words. A thank-you is enough.",
  "mistake.3":
    "People can still write to you and locate you until 48 hours after the launch: a stop may have been forced, so they check.",
  "mistake.4": "If you have a code word, “Say that I am well” lifts the doubt at once.",

  "shock.title": "Freezing",
  "shock.1":
    "In front of violence the brain may freeze: no voice, no movement, sometimes no memories.",
  "shock.2":
    "It is a survival reflex, in the person aimed at and in whoever watches. It is nobody’s fault.",
  "shock.3":
    "To come out of it: feel your feet on the ground, breathe out slowly, name five things you see.",
  "shock.4":
    "With someone frozen: say your first name, speak softly, offer one single step at a time.",
  "shock.5": "Practice helps: the next time, the body remembers faster.",

  "bystander.title": "The bystander effect",
  "bystander.1": "The more witnesses, the less each one moves: everyone believes another will.",
  "bystander.2": "Take the first step, even a small one. When one person moves, others follow.",
  "bystander.3": "Speak to somebody in particular: “You, call the police. You, come with me.”",
  "bystander.4":
    "Here too: if you read an alert in silence, forty-nine others may be doing the same.",
};
