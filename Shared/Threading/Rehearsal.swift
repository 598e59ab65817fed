/// Work that is done to see what would come of it, and of which nothing may stay or leave: transactions of the task end
/// in a rollback (`Postgres`), requests and mails are refused (`HTTPClient`).
///
/// It holds for the task that runs `withValue` and for its child tasks, at the lowest layers, so that no handler has
/// to remember it.
public enum Rehearsal {
    @TaskLocal public static var isOn = false
}
