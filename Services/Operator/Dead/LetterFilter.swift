import ArgumentParser
import Contracts
import Foundation

/// Which dead letters an operator means.
struct LetterFilter: Sendable {
    var ids: [UUID] = []
    var group: String?
    var service: String?
    var type: String?
    var errorClass: String?
    var from: Date?
    var until: Date?
    var company: UUID?
    var states: [String] = ["open"]
}

struct LetterOptions: ParsableArguments {
    @Argument(help: "Letters by id.") var ids: [UUID] = []
    @Option(help: "All of one cause: the group that `filon dead list --groups` shows.") var group: String?
    @Option(help: "All of one service.") var service: ServiceName?
    @Option(help: "All of one message type.") var type: String?
    @Option(name: .customLong("class"), help: "All of one class of error.") var errorClass: String?
    @Option(help: "Failed from when on: 30m, 2h, 3d ago, a day, or an ISO 8601 time.") var since: Moment?
    @Option(help: "Failed until when.") var until: Moment?
    @Option(help: "About which company, by id.") var company: UUID?

    var isEmpty: Bool {
        ids.isEmpty && group == nil && service == nil && type == nil && errorClass == nil && since == nil
            && until == nil && company == nil
    }

    func filter(states: [String] = ["open"]) -> LetterFilter {
        LetterFilter(
            ids: ids,
            group: group,
            service: service?.rawValue,
            type: type,
            errorClass: errorClass,
            from: since?.date,
            until: until?.date,
            company: company,
            states: states
        )
    }

    /// In words, for the record of a run.
    var text: String {
        let parts: [String?] = [
            ids.isEmpty ? nil : ids.count == 1 ? "letter \(ids[0].wireText)" : "\(ids.count) letters by id",
            group.map { "group \($0)" }, service.map { "service \($0.rawValue)" }, type.map { "type \($0)" },
            errorClass.map { "class \($0)" }, since.map { "since \(WireDate.text($0.date))" },
            until.map { "until \(WireDate.text($0.date))" }, company.map { "company \($0.wireText)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// - Throws: ``OperatorError`` where nothing says which letters are meant.
    func demanded() throws {
        guard isEmpty else { return }
        throw OperatorError("Say which letters: ids, --group, --service, --type, --class, --since or --company.")
    }
}
