import FrenchBusiness
import HTTPClient

extension Bodacc: BatchProvider {
    /// Histories are long: more companies than this would seldom fit into one answer.
    var batchLimit: Int { 10 }

    func request(about sirens: [SIREN]) -> HTTPRequest { records(Self.condition(sirens), offset: 0) }

    func split(_ body: [UInt8], about sirens: [SIREN]) throws(UnreadableReply) -> [SIREN: [UInt8]]? {
        let notices = try Self.notices(body)
        // Of one company the latest notices decide; of several, what was cut off may be all of somebody's.
        guard sirens.count == 1 || Self.isWhole(body, notices) else { return nil }
        var bodies: [SIREN: [UInt8]] = [:]
        for siren in sirens {
            let own = notices.filter { $0.sirens.contains(siren) }
            bodies[siren] = KeptReply.body(["results": own.map(\.document)])
        }
        return bodies
    }

    /// Whether the answer left no notice out.
    fileprivate static func isWhole(_ body: [UInt8], _ notices: [BodaccNotice]) -> Bool {
        total(in: body).map { $0 <= limit } ?? (notices.count < limit)
    }
}

extension Bodacc: NoticeWatcher {
    func request(about sirens: [SIREN], since: CivilDate) -> HTTPRequest { batch(of: sirens, since: since) }

    /// Where notices were left out, each company without one may have had one, on the day of the oldest at the latest.
    func latest(in body: [UInt8], of sirens: [SIREN]) throws(UnreadableReply) -> [SIREN: CivilDate] {
        let notices = try Self.notices(body)
        var latest: [SIREN: CivilDate] = [:]
        for notice in notices {
            for siren in notice.sirens where sirens.contains(siren) {
                latest[siren] = max(latest[siren] ?? .earliest, notice.publishedOn)
            }
        }
        if !Self.isWhole(body, notices), let oldest = notices.map(\.publishedOn).min() {
            for siren in sirens where latest[siren] == nil { latest[siren] = oldest }
        }
        return latest
    }
}
