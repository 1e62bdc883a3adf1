/** What proves who is here. Set by the session, read by both doors, in memory only. */
export interface Secrets {
  device?: string;
  credential?: string;
}

let secrets: Secrets = {};

export function setSecrets(next: Secrets): void {
  secrets = { ...next };
}

/** A device secret speaks for a session; without one the credential can still launch. */
export function handshake(): Secrets {
  if (secrets.device) return { device: secrets.device };
  return secrets.credential ? { credential: secrets.credential } : {};
}

export function headers({ device, credential } = handshake()): Record<string, string> {
  if (device) return { "X-Veilleuse-Device": device };
  return credential ? { "X-Veilleuse-Credential": credential } : {};
}
