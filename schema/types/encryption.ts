/** A key of a project, which is stored wrapped by a master key of the deployment. */
export interface DataKey {
  id: string;
  masterKey: string;
  createdAt: string;
  /** Since when what it encrypted is unreadable. */
  droppedAt: string | null;
}

/** Whether samples of a project are encrypted where they are stored. */
export interface Encryption {
  isOn: boolean;
  keys: DataKey[];
}
