public import Foundation

/// Please tell somebody something.
public struct NotificationRequested: Event {
    public static let type = "notification.requested.v1"

    public var recipient: UserID
    public var department: DepartmentID
    public var kind: String
    /// what makes it one and the same notification
    public var occasion: String
    public var title: String
    public var text: String

    public init(
        recipient: UserID,
        department: DepartmentID,
        kind: String,
        occasion: String,
        title: String,
        text: String
    ) {
        self.recipient = recipient
        self.department = department
        self.kind = kind
        self.occasion = occasion
        self.title = title
        self.text = text
    }

    public var subject: String { "user/\(recipient)" }
    public var departmentID: DepartmentID? { department }
}

/// Somebody was told.
public struct NotificationDelivered: Event {
    public static let type = "notification.delivered.v1"

    public var notificationID: NotificationID
    public var leadID: LeadID?
    public var recipient: UserID?
    public var department: DepartmentID
    /// `email`, `slack`, `sms`, `digest`
    public var channel: String
    public var kind: String
    /// true: sent before a crash, not known whether it arrived
    public var perhaps: Bool
    public var at: Date

    public init(
        notificationID: NotificationID,
        leadID: LeadID? = nil,
        recipient: UserID? = nil,
        department: DepartmentID,
        channel: String,
        kind: String,
        perhaps: Bool,
        at: Date
    ) {
        self.notificationID = notificationID
        self.leadID = leadID
        self.recipient = recipient
        self.department = department
        self.channel = channel
        self.kind = kind
        self.perhaps = perhaps
        self.at = at
    }

    public var subject: String { "notification/\(notificationID)" }
    public var departmentID: DepartmentID? { department }
}

/// Somebody could not be told, after every try.
public struct NotificationFailed: Event {
    public static let type = "notification.failed.v1"

    public var notificationID: NotificationID
    public var leadID: LeadID?
    public var recipient: UserID?
    public var department: DepartmentID
    public var channel: String
    public var kind: String
    public var errorClass: String
    public var at: Date

    public init(
        notificationID: NotificationID,
        leadID: LeadID? = nil,
        recipient: UserID? = nil,
        department: DepartmentID,
        channel: String,
        kind: String,
        errorClass: String,
        at: Date
    ) {
        self.notificationID = notificationID
        self.leadID = leadID
        self.recipient = recipient
        self.department = department
        self.channel = channel
        self.kind = kind
        self.errorClass = errorClass
        self.at = at
    }

    public var subject: String { "notification/\(notificationID)" }
    public var departmentID: DepartmentID? { department }
}
