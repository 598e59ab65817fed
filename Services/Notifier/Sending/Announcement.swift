import Contracts
import Foundation

/// What the notifier announces of messages whose story is over.
enum Announcement {
    static func events(of message: Outgoing, _ channel: Channel, _ ending: Ending, now: Date) -> [any Event] {
        let ended = EndingStore.Ended(
            id: message.id,
            lead: message.lead,
            recipient: message.recipient,
            department: message.department,
            kind: message.kind,
            channel: channel.rawValue
        )
        return event(of: ended, ending, now: now).map { [$0] } ?? []
    }

    /// The lines' channel is the digest, whichever way it went.
    static func events(ofLines lines: [EndingStore.Ended], _ ending: Ending, now: Date) -> [any Event] {
        lines.compactMap { event(of: $0, channel: "digest", ending, now: now) }
    }

    static func event(
        of ended: EndingStore.Ended,
        channel: String? = nil,
        _ ending: Ending,
        now: Date
    ) -> (any Event)? {
        let id = NotificationID(rawValue: ended.id)
        let lead = ended.lead.map { LeadID(rawValue: $0) }
        let recipient = ended.recipient.map { UserID(rawValue: $0) }
        let department = DepartmentID(rawValue: ended.department)
        switch ending {
        case .again: return nil
        case .sent, .perhapsSent:
            return NotificationDelivered(
                notificationID: id,
                leadID: lead,
                recipient: recipient,
                department: department,
                channel: channel ?? ended.channel,
                kind: ended.kind,
                perhaps: ending == .perhapsSent,
                at: now
            )
        case .failed(let reason):
            return NotificationFailed(
                notificationID: id,
                leadID: lead,
                recipient: recipient,
                department: department,
                channel: channel ?? ended.channel,
                kind: ended.kind,
                errorClass: reason,
                at: now
            )
        }
    }
}
