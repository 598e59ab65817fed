import Telemetry

extension MessagingMetrics {
    /// Everything counted here, as `/metrics` shows it.
    var families: [MetricFamily] {
        totals + outbox + byHandler + byQueue + byType + byJob
    }

    private var totals: [MetricFamily] {
        var batch = MetricFamily(.histogram, "filon_batch_seconds", "Transactions over batches, to their commit")
        batch.add(batchSeconds)
        return [
            .init(.counter, "filon_messages_handled_total", "Messages whose effects were committed", handled.value),
            .init(
                .counter,
                "filon_messages_duplicate_total",
                "Deliveries of messages handled before",
                duplicates.value
            ),
            .init(.counter, "filon_batches_total", "Transactions over batches of messages", batches.value),
            .init(.counter, "filon_database_away_total", "Times the database was found away", databaseAway.value),
            batch,
        ]
    }

    private var outbox: [MetricFamily] {
        [
            .init(.counter, "filon_events_unroutable_total", "Events that no queue took", unroutable.value),
            .init(.counter, "filon_events_refused_total", "Events that the broker refused", refused.value),
            .init(.counter, "filon_events_unknown_total", "Publishings without an answer, repeated", unknown.value),
            .init(.gauge, "filon_events_unconfirmed", "Events on their way without a confirm", unconfirmed.value),
            .init(.gauge, "filon_outbox_rows", "Rows waiting in the outbox", outboxDepth.value),
            .init(
                .gauge,
                "filon_outbox_oldest_seconds",
                "Age of the oldest row that could go",
                outboxOldestSeconds.value
            ),
            .init(.gauge, "filon_consumption_paused", "1 while consumption waits for the outbox", paused.value),
            .init(.gauge, "filon_last_sweep_timestamp_seconds", "When the outbox was last looked at", lastSweep.value),
        ]
    }

    private var byHandler: [MetricFamily] {
        var seconds = MetricFamily(.histogram, "filon_handler_seconds", "Time inside a handler, a batch at a time")
        var looks = MetricFamily(
            .histogram,
            "filon_handler_look_seconds",
            "Looks outside the database, one message each"
        )
        var messages = MetricFamily(.counter, "filon_handler_messages_total", "Messages given to a handler")
        var retried = MetricFamily(.counter, "filon_messages_retried_total", "Messages kept to run again")
        var dead = MetricFamily(.counter, "filon_messages_dead_total", "Messages kept as dead letters")
        for (name, meter) in handlers.sorted(by: { $0.key < $1.key }) {
            let labels = Labels(["handler": name])
            if meter.seconds.count > 0 { seconds.add(meter.seconds, labels) }
            if meter.lookSeconds.count > 0 { looks.add(meter.lookSeconds, labels) }
            messages.add(meter.messages.value, labels)
            retried.add(meter.retried.value, labels)
            for kind in DeadClass.allCases {
                dead.add(meter.dead(kind).value, labels.adding(Labels(["class": kind.name])))
            }
        }
        return [seconds, looks, messages, retried, dead]
    }

    private var byQueue: [MetricFamily] {
        var again = MetricFamily(.counter, "filon_redeliveries_total", "Deliveries that were delivered before")
        var inHand = MetricFamily(.gauge, "filon_deliveries_in_hand", "Deliveries taken and not settled yet")
        var ready = MetricFamily(.gauge, "filon_queue_ready_messages", "Messages that wait in the queue")
        var last = MetricFamily(.gauge, "filon_last_handled_timestamp_seconds", "When a batch was last committed")
        for (name, meter) in queues.sorted(by: { $0.key < $1.key }) {
            let labels = Labels(["queue": name])
            again.add(meter.redelivered.value, labels)
            inHand.add(meter.inHand.value, labels)
            ready.add(meter.ready.value, labels)
            last.add(meter.lastHandled.value, labels)
        }
        return [again, inHand, ready, last]
    }

    private var byType: [MetricFamily] {
        var ages = MetricFamily(.histogram, "filon_message_age_seconds", "From announcement to committed effects")
        for (type, age) in types.ages.sorted(by: { $0.key < $1.key }) { ages.add(age, Labels(["type": type])) }
        var published = MetricFamily(.counter, "filon_events_published_total", "Events confirmed by the broker")
        for (type, count) in types.published.sorted(by: { $0.key < $1.key }) {
            published.add(count.value, Labels(["type": type]))
        }
        return [ages, published]
    }

    private var byJob: [MetricFamily] {
        var last = MetricFamily(.gauge, "filon_job_last_success_timestamp_seconds", "When a job last came to its end")
        var failures = MetricFamily(.counter, "filon_job_failures_total", "Runs of a job that failed")
        var interval = MetricFamily(.gauge, "filon_job_interval_seconds", "How often a job is to run")
        for (name, meter) in jobs.sorted(by: { $0.key < $1.key }) {
            // Not `job`, which is Prometheus' own.
            let labels = Labels(["job_name": name])
            last.add(meter.lastSuccess.value, labels)
            failures.add(meter.failures.value, labels)
            interval.add(meter.interval, labels)
        }
        return [last, failures, interval]
    }
}
