export async function wipe(): Promise<void> {}
