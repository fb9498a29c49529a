/** Another process may be the leader now: this one has to end. */
export class LeadershipLostError extends Error {
  override readonly name = 'LeadershipLostError'
}
