import Contracts
import Foundation
import Postgres

/// One look at what is due, in one transaction: silences what must not be said, gathers what goes together, and writes
/// the attempts of the rest ahead.
struct Claim: Sendable {
    /// Longer than any send, so that nobody takes over a message that is still on its way from a living process.
    static let lease: TimeInterval = 120
    /// Messages looked at in one claim; a digest takes up to 500 of them.
    static let look = 2_500

    let channel: Channel
    let rule: DigestRule
    let links: ConsoleLinks
    let domain: String
    let holder: UUID

    /// What to send now, and what was given up without a send.
    struct Taken: Sendable {
        var messages: [Outgoing] = []
        /// Prospects' messages and second resends of which nobody knows whether they arrived.
        var lost: [UUID] = []
        var silenced = 0
        /// Whether more may be due.
        var isMore = false
    }

    func take(room: Int, now: Date, in tx: isolated PostgresSession) throws -> Taken {
        try ClaimStore.takeTurn(channel, in: tx)
        try ClaimStore.release(from: holder, channel, now: now, in: tx)
        let candidates = try ClaimStore.due(channel, now: now, limit: Self.look, in: tx)
        var taken = Taken()
        let silenced = candidates.compactMap { one in one.silence.map { (id: one.id, why: $0) } }
        try ClaimStore.silence(silenced, now: now, in: tx)
        taken.silenced = silenced.count
        let abandoned = candidates.filter(\.isAbandoned)
        try ClaimStore.abandon(abandoned.map(\.id), now: now, in: tx)
        taken.lost = abandoned.filter { $0.isProspect || $0.unknowns > 0 }.map(\.id)
        let lost = Set(taken.lost)
        let sendable = candidates.filter { $0.silence == nil && !lost.contains($0.id) }
        let plan = try self.plan(sendable, room, now, tx)
        let digests = try make(plan.digests, now, tx)
        let begun = try AttemptStore.begin(
            plan.singles + digests,
            holder: holder,
            lease: now.addingTimeInterval(Self.lease),
            now: now,
            in: tx
        )
        let unknowns = Dictionary(
            uniqueKeysWithValues: candidates.map { ($0.id, $0.unknowns + ($0.isAbandoned ? 1 : 0)) }
        )
        taken.messages = begun.map { outgoing($0, unknowns: unknowns[$0.id] ?? 0) }
        try AttemptStore.keep(taken.messages, in: tx)
        taken.isMore = candidates.count == Self.look || plan.singles.count + plan.digests.count >= room
        return taken
    }

    private func plan(
        _ sendable: [ClaimStore.Candidate],
        _ room: Int,
        _ now: Date,
        _ tx: isolated PostgresSession
    ) throws -> DigestPlan {
        let waiting = sendable.map { one in
            let gathers = MessageKind.gathered.contains(one.kind)
            let isFresh = one.attempts == 0 && !one.isProspect
            let group = one.recipient.map { Waiting.Group(recipient: $0, department: one.department) }
            return Waiting(id: one.id, group: gathers && isFresh ? group : nil, dueAt: one.dueAt)
        }
        let groups = Array(Set(waiting.compactMap(\.group)))
        let open = rule.window > .zero ? try DigestStore.windows(of: groups, channel, in: tx) : [:]
        let plan = DigestPlan(waiting, windows: open, rule: rule, room: room, now: now)
        try ClaimStore.hold(plan.held, in: tx)
        try DigestStore.keep(plan.windows, channel, in: tx)
        return plan
    }

    private func make(
        _ digests: [(group: Waiting.Group, lines: [UUID])],
        _ now: Date,
        _ tx: isolated PostgresSession
    ) throws -> [UUID] {
        try digests.compactMap { digest in
            let lines = try DigestStore.notices(of: digest.lines, in: tx)
            // A notice that another version wrote and this one cannot read must not hold up all others.
            let notices = lines.compactMap { try? NoticeCoding.notice($0.notice) }
            guard !notices.isEmpty else { return nil }
            let language = Language(locale: lines.first?.locale ?? "")
            let id = UUIDv7.make(at: now)
            try DigestStore.make(
                id,
                lines: digest.lines,
                notice: DigestWording.digest(of: notices, in: language),
                domain: domain,
                now: now,
                in: tx
            )
            return id
        }
    }

    /// Writes the text once; a later attempt says what the first one said.
    private func outgoing(_ begun: AttemptStore.Begun, unknowns: Int) -> Outgoing {
        var (text, html) = (begun.text, begun.html)
        if text == nil, let notice = begun.notice.flatMap({ try? NoticeCoding.notice($0) }) {
            text =
                channel == .email
                ? MailText(links: links).plain(notice, in: begun.language)
                : SlackText(links: links).text(notice, in: begun.language)
            html = channel == .email ? MailText(links: links).html(notice, in: begun.language) : nil
        }
        return Outgoing(
            id: begun.id,
            attempt: begun.attempt,
            unknowns: unknowns,
            isDigest: begun.kind == MessageKind.leadDigest,
            isProspect: begun.isProspect,
            kind: begun.kind,
            department: begun.department,
            lead: begun.lead,
            recipient: begun.recipient,
            address: begun.address,
            wireID: begun.wireID,
            subject: begun.subject ?? "Filon",
            text: text ?? begun.subject ?? "Filon",
            html: html,
            correlation: begun.correlation,
            causation: begun.causation
        )
    }
}
