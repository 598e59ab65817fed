import Contracts
import Foundation
import Postgres
import Threading

/// A message on its way through a rehearsal.
private struct Trial: Sendable {
    let index: Int
    /// As it was announced: without the run that has it rehearsed.
    let envelope: Envelope
    let body: [UInt8]
    let handler: ErasedHandler
    var prepared: Prepared
}

extension Rehearser {
    /// A rehearsal waits for nobody's locks and takes nobody's time.
    private static let limits = ["lock_timeout": "500ms", "statement_timeout": "10s"]
    /// Messages whose look outside is tried at once.
    private static let looks = 8

    /// What would come of each, as JSON, in order; whatever goes wrong is an outcome, too.
    ///
    /// Handlers run set-wise as ever. Messages about one thing are tried one after another, each as if it came alone.
    func rehearse(_ asked: [(envelope: Envelope, body: [UInt8])]) async -> [(message: UUID, json: [UInt8])] {
        let outcomes = await Rehearsal.$isOn.withValue(true) { await tried(asked) }
        return zip(asked, outcomes).map { one, outcome in
            let json = (try? outcome.json()) ?? [UInt8](#"{"kind":"failed","class":"unwritable","events":[]}"#.utf8)
            return (one.envelope.messageID, json)
        }
    }

    private func tried(_ asked: [(envelope: Envelope, body: [UInt8])]) async -> [RehearsedOutcome] {
        var found: [Int: RehearsedOutcome] = [:]
        var trials: [Trial] = []
        for (index, one) in asked.enumerated() {
            guard let handler = handlers[one.envelope.type] else {
                let text = "\(service.rawValue) has no handler for \(one.envelope.type)"
                found[index] = RehearsedOutcome(.unheard, text)
                continue
            }
            var original = one.envelope
            original.replay = nil
            do {
                let prepared = try handler.decode(original, one.body, 1)
                trials.append(
                    Trial(index: index, envelope: original, body: one.body, handler: handler, prepared: prepared)
                )
            } catch {
                found[index] = RehearsedOutcome(Failure(error))
            }
        }
        let looked = await look(trials)
        found.merge(looked.failed) { $1 }
        for round in Self.rounds(looked.ready) { found.merge(await run(round)) { $1 } }
        return asked.indices.map { found[$0] ?? RehearsedOutcome(.failed, class: "lost", "no outcome") }
    }

    /// Trials of one handler that concern different things, in order of arrival.
    private static func rounds(_ trials: [Trial]) -> [[Trial]] {
        var rounds: [[Trial]] = []
        for group in Dictionary(grouping: trials, by: \.handler.name).sorted(by: { $0.key < $1.key }).map(\.value) {
            var rest = group
            while !rest.isEmpty {
                var (round, later, taken): ([Trial], [Trial], Set<String>) = ([], [], [])
                for trial in rest {
                    let thing = trial.envelope.companyID?.uuidString ?? trial.envelope.subject
                    if taken.insert(thing).inserted { round.append(trial) } else { later.append(trial) }
                }
                rounds.append(round)
                rest = later
            }
        }
        return rounds
    }

    /// What handlers gather before their transaction; a few at once.
    private func look(_ trials: [Trial]) async -> (ready: [Trial], failed: [Int: RehearsedOutcome]) {
        await withTaskGroup(of: (Trial, RehearsedOutcome?).self) { group in
            var (ready, failed): ([Trial], [Int: RehearsedOutcome]) = ([], [:])
            func take(_ result: (Trial, RehearsedOutcome?)) {
                if let outcome = result.1 { failed[result.0.index] = outcome } else { ready.append(result.0) }
            }
            for (number, trial) in trials.enumerated() {
                guard trial.handler.gathers else {
                    ready.append(trial)
                    continue
                }
                if number >= Self.looks, let result = await group.next() { take(result) }
                group.addTask { await looked(trial) }
            }
            for await result in group { take(result) }
            return (ready.sorted { $0.index < $1.index }, failed)
        }
    }

    private func looked(_ trial: Trial) async -> (Trial, RehearsedOutcome?) {
        var trial = trial
        do {
            let known = try await trial.handler.recall([trial.prepared]).first ?? nil
            trial.prepared = if let known { known } else { try await trial.handler.gather(trial.prepared) }
            return (trial, nil)
        } catch {
            return (trial, RehearsedOutcome(Failure(error)))
        }
    }

    /// One transaction for all; where it fails, halves show whose fault it is.
    private func run(_ trials: [Trial]) async -> [Int: RehearsedOutcome] {
        guard let handler = trials.first?.handler else { return [:] }
        let settings = settings.merging(Self.limits) { $1 }
        do {
            let outcomes = try await database.transaction(settings: settings) { tx in
                try handler.handle(trials.map(\.prepared), tx)
            }
            guard outcomes.count == trials.count else { throw Misrouted(handler: handler.name) }
            var told: [Int: RehearsedOutcome] = [:]
            for (trial, outcome) in zip(trials, outcomes) {
                told[trial.index] = try RehearsedOutcome(outcome, of: trial.envelope)
            }
            return told
        } catch let error as PostgresError where error.isUnavailable && !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            return await run(trials)
        } catch {
            guard trials.count > 1, !Task.isCancelled else {
                return Dictionary(
                    uniqueKeysWithValues: trials.map { ($0.index, RehearsedOutcome(Failure(error))) }
                )
            }
            let half = trials.count / 2
            let first = await run(Array(trials[..<half]))
            return first.merging(await run(Array(trials[half...]))) { $1 }
        }
    }
}
