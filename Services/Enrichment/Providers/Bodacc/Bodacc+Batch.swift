import FrenchBusiness
import HTTPClient

extension Bodacc: BatchProvider {
    /// Histories are long: more companies than this would seldom fit into one answer.
    var batchLimit: Int { 10 }

    func request(about sirens: [SIREN]) -> HTTPRequest { records(Self.condition(sirens), offset: 0) }

    func split(_ body: [UInt8], about sirens: [SIREN]) throws(UnreadableReply) -> [SIREN: [UInt8]] {
        let notices = try Self.notices(body)
        // Of one company the latest notices decide; of several, what was cut off may be all of somebody's.
        if sirens.count > 1, (Self.total(in: body) ?? notices.count) > Self.limit {
            throw UnreadableReply(provider: name)
        }
        var bodies: [SIREN: [UInt8]] = [:]
        for siren in sirens {
            let own = notices.filter { $0.sirens.contains(siren) }
            bodies[siren] = KeptReply.body(["results": own.map(\.document)])
        }
        return bodies
    }
}

extension Bodacc: NoticeWatcher {
    func request(about sirens: [SIREN], since: CivilDate) -> HTTPRequest { batch(of: sirens, since: since) }

    func latest(in body: [UInt8], of sirens: [SIREN]) -> [SIREN: CivilDate]? {
        guard let notices = try? Self.notices(body) else { return nil }
        var latest: [SIREN: CivilDate] = [:]
        for notice in notices {
            for siren in notice.sirens where sirens.contains(siren) {
                latest[siren] = max(latest[siren] ?? .earliest, notice.publishedOn)
            }
        }
        return latest
    }
}
