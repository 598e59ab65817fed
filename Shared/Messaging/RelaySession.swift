public import Postgres

extension PostgresConfig {
    /// For the sessions that only relay and sweeper use.
    ///
    /// A lost commit of theirs means that an event is published or a kept message run once more, which inboxes absorb, so
    /// none waits for the disk. The outbox is small but full of rows just deleted: an index skips those it has met before, a scan would
    /// read them all. Since no plan may scan, each can be kept.
    public var forRelay: PostgresConfig {
        var config = self
        config.settings.merge([
            "synchronous_commit": "off", "enable_seqscan": "off", "plan_cache_mode": "force_generic_plan",
        ]) { _, own in own }
        return config
    }
}
