import Contracts
import Foundation
import Logging
import Postgres

/// Messages whose earlier deliveries ended with the process.
extension Dispatcher {
    /// Times a suspect may run alone without coming back, before it is kept as a dead letter.
    static let crashesAllowed = 2

    /// Those that look outside are slow: they run one after another, but the queue goes on beside them.
    func runAloneBeside(_ items: [WorkItem]) async {
        for item in items {
            await suspectLane.take()
            defer { suspectLane.give() }
            await runAlone(item)
        }
    }

    /// Runs behind a committed mark, so that a message cannot take its neighbours with it again and again.
    func runAlone(_ item: WorkItem) async {
        var item = item
        item.isMarked = true
        let claim = item.claim
        var waits = 0
        while !Task.isCancelled {
            do {
                let crashes = try await settler.database.transaction(settings: settler.settings) { tx in
                    try CrashStore.mark(claim, in: tx)
                }
                if crashes >= Self.crashesAllowed {
                    return await settler.settle([], aside: [crashed(item, times: crashes)])
                }
                await settleAfterLook(item)
                if Task.isCancelled { await unmark(claim) }
                return
            } catch let error as PostgresError where error.isUnavailable {
                await settler.away.wait(error, round: waits)
                waits += 1
            } catch is CancellationError {
                return
            } catch {
                return await settler.settle([], aside: [settler.failed(item, error)])
            }
        }
    }

    func crashed(_ item: WorkItem, times: Int) -> SetAside {
        let text = "the process ended \(times) times while this message ran alone"
        return SetAside(item: item, disposition: .dead(Failure(errorClass: "crash", text: text, isPermanent: true)))
    }

    /// A stop in the middle is no crash. Not in this task, which is cancelled.
    private func unmark(_ claim: Claim) async {
        let (database, settings) = (settler.database, settler.settings)
        await Task {
            try? await database.transaction(settings: settings) { tx in try CrashStore.clear([claim], in: tx) }
        }
        .value
    }
}

/// Messages that cannot even be identified: kept with their bytes and the reason.
extension Dispatcher {
    /// Tries to keep one this often before it goes back to the broker, whose own limit is the last resort.
    private static let burials = 5

    private func tell(_ letter: DeadLetter) {
        settler.metrics.buried(letter.failure, by: letter.handler)
        var metadata = letter.envelope.logMetadata
        metadata["handler"] = "\(letter.handler)"
        metadata.merge(letter.failure.metadata) { $1 }
        logger.error("unreadable message kept as a dead letter", metadata: metadata)
    }

    func bury(_ defects: [(message: InboundMessage, failure: Failure)]) async {
        let letters = defects.map { defect in
            DeadLetter(
                handler: queue,
                envelope: defect.message.envelope ?? Envelope(type: defect.message.type, subject: "unknown"),
                body: defect.message.body,
                attempts: 1,
                failure: defect.failure
            )
        }
        var tries = 0
        var waits = 0
        while !Task.isCancelled {
            do {
                try await settler.database.transaction(settings: settler.settings) { [service] tx in
                    try DeadLetterStore.bury(letters, service: service, in: tx)
                }
                for letter in letters { tell(letter) }
                consumer.acknowledge(defects.map(\.message.receipt))
                return
            } catch let error as PostgresError where error.isUnavailable {
                await settler.away.wait(error, round: waits)
                waits += 1
            } catch is CancellationError {
                return
            } catch  where defects.count > 1 {
                for defect in defects { await bury([defect]) }
                return
            } catch {
                tries += 1
                logger.critical("cannot keep an unreadable message", metadata: Failure(error).metadata)
                guard tries < Self.burials else { return consumer.giveBack(defects.map(\.message.receipt)) }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
