export function startAlarm(): void {}
export function stopAlarm(): void {}
