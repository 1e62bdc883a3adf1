/** The member app's words. Tu, plain, short; nothing we cannot know is promised. */
export const fr = {
  loading: "Ouverture…",
};
