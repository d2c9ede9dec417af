/** What `--store` may be, for the help; apart from what opens it, so that help needs no database driver. */
export const STORE =
  'a store that benches share: postgres://user@host:5432/database, or shared for the one set with store use';
