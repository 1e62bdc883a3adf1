export function Playbook(_: { topic?: string }) {
  return <main />;
}
