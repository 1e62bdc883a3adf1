export function Settings() {
  return <main />;
}
