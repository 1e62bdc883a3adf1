import type { fr } from "./direct.fr";

export const en: Record<keyof typeof fr, string> = {
  "wish.how":
    "Choose with whom. If that person wishes it too, a conversation between you two will open when the alert ends, {when}.",
  "wish.secret": "If not, they will never know. You can change your mind until then.",
  "wish.none": "For now there is nobody to suggest it to.",
  "wish.one": "Stay in touch with {name}",

  "chat.note": "You both chose to stay in touch. Only the two of you can read this conversation.",
  "chat.dies": "Without a new message it will be destroyed on {when}.",
  "chat.none": "No conversation.",
  "chat.ended": "This conversation is over: nothing of it is left.",
  "chat.new": "New message",
  "chat.write": "Write to {name}",
  "chat.empty": "Nothing yet. You can write whenever you like.",
  "chat.shut": "Nothing can be written here any more.",
  "chat.more": "More",
  "chat.report": "Report abuse",
  "chat.erase": "Erase my messages here",
  "chat.eraseWhat":
    "Your words in this conversation will be destroyed for both of you. What was reported is kept.",
  "chat.erased": "Your messages are destroyed.",
  "chat.leave": "Leave the conversation",
  "chat.leaveWhat":
    "Everything written here will be destroyed at once, for you and for {name}. Nobody can read it again.",
  "chat.left": "The conversation is destroyed.",
  "chat.block": "Never meet this person again",
  "chat.blockWhat":
    "The conversation will be destroyed for both of you. You will receive no more alerts from {name}, nor {name} from you. To report, do it first.",
  "chat.blocked": "Done: you will not meet again.",
};
