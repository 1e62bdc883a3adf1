export function Decoy() {
  return <main />;
}
