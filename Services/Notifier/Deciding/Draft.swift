import Contracts
import Foundation

/// A message about to be written, once per effect.
struct Draft: Sendable {
    let effectKey: String
    let telling: Telling
    let recipient: UserID?
    let channel: Channel
    let address: String?
    let language: Language
    let notice: Notice?
    let silence: Silence?
    let dueAt: Date
    let cause: Cause

    /// The event that it tells.
    struct Cause: Sendable {
        let correlation: UUID
        let causation: UUID
        let at: Date
    }
}

/// Turns decisions into messages: which recipients, over which channels, and where silence has a reason, which.
struct Drafting: Sendable {
    let channels: [Channel]
    let slack: SlackRoute?
    let zone: TimeZone

    func drafts(
        of telling: Telling,
        directory: Directory,
        cause: Draft.Cause,
        now: Date
    ) -> [Draft] {
        let recipients = directory.recipients(of: telling.audience, in: telling.department)
        guard !recipients.isEmpty else { return [unheard(telling, cause, now)] }
        return recipients.enumerated().flatMap { index, recipient -> [Draft] in
            // One post tells everybody who reads a shared channel.
            let isRepetition = index > 0 && isShared
            let routes = self.routes(to: recipient, telling, directory).filter { $0.channel != .slack || !isRepetition }
            let silence = telling.silence ?? (recipient.channels == [] ? .muted : routes.isEmpty ? .noChannel : nil)
            if let silence {
                return [draft(telling, recipient, Route(channel: channels.first ?? .email), silence, cause, now)]
            }
            return routes.map { draft(telling, recipient, $0, nil, cause, now) }
        }
    }

    private var isShared: Bool {
        if case .webhook = slack { true } else { false }
    }

    private struct Route {
        let channel: Channel
        var address: String?
        var isNudge = false
    }

    private func routes(to recipient: Colleague, _ telling: Telling, _ directory: Directory) -> [Route] {
        channels.filter { recipient.channels?.contains($0.rawValue) ?? true }.compactMap { channel in
            guard channel == .slack, let slack else { return Route(channel: channel, address: recipient.email) }
            let candour = slack.candour(towards: telling.department, isOnly: directory.hasOneDepartment)
            if case .api = slack {
                return recipient.slackMember.map { Route(channel: channel, address: $0) }
            }
            return candour == .nothing ? nil : Route(channel: channel, isNudge: candour == .nudge)
        }
    }

    private func draft(
        _ telling: Telling,
        _ recipient: Colleague,
        _ route: Route,
        _ silence: Silence?,
        _ cause: Draft.Cause,
        _ now: Date
    ) -> Draft {
        let name = PlainText.line(recipient.name, limit: 80)
        var notice =
            route.isNudge
            ? DigestWording.nudge(for: name, in: recipient.language) : telling.notice(recipient.language)
        if route.channel == .slack, isShared, !route.isNudge, telling.audience != .managers { notice.addressee = name }
        return Draft(
            effectKey: key(telling, recipient.id.description, route.channel),
            telling: telling,
            recipient: recipient.id,
            channel: route.channel,
            address: route.address,
            language: recipient.language,
            notice: notice,
            silence: silence,
            dueAt: recipient.awake(from: now, in: zone),
            cause: cause
        )
    }

    /// Nobody may be told: the row says so.
    private func unheard(
        _ telling: Telling,
        _ cause: Draft.Cause,
        _ now: Date
    ) -> Draft {
        let channel = channels.first ?? .email
        guard case .colleague(let id) = telling.audience else {
            return Draft(
                effectKey: key(telling, "managers", channel),
                telling: telling,
                recipient: nil,
                channel: channel,
                address: nil,
                language: .french,
                notice: nil,
                silence: .nobody,
                dueAt: now,
                cause: cause
            )
        }
        return Draft(
            effectKey: key(telling, id.description, channel),
            telling: telling,
            recipient: id,
            channel: channel,
            address: nil,
            language: .french,
            notice: nil,
            silence: telling.silence ?? .notInDepartment,
            dueAt: now,
            cause: cause
        )
    }

    private func key(_ telling: Telling, _ recipient: String, _ channel: Channel) -> String {
        let lead = telling.lead?.description ?? "-"
        return "\(telling.kind):\(lead):\(telling.occasion):\(recipient):\(channel.rawValue)"
    }
}
