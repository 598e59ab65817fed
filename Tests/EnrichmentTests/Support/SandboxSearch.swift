import Foundation

@testable import ProviderSandbox

/// The sandbox's search by filters over companies made up for load, with a cap of the test's own.
struct SandboxSearch: Sendable {
    private let catalogue: CompanyCatalogue
    private let cap: Int

    init(universe: Int, cap: Int) {
        catalogue = CompanyCatalogue(universe: universe)
        self.cap = cap
    }

    /// - Parameter target: path and query.
    func answer(to target: String) -> LocalProvider.Reply {
        let query = target.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init)
        let answer = RechercheEntreprises(catalogue: catalogue, cap: cap).answer(to: Query(query))
        return .answer(String(decoding: answer.bytes, as: UTF8.self), status: answer.status)
    }

    /// Who may be prospected there, in order.
    func expected(naf begins: [String], postcodes: [String]? = nil) -> [String] {
        catalogue.searched(on: CompanyCatalogue.day).filter { company in
            company.state == "A" && company.diffusion == "O" && begins.contains { company.naf?.hasPrefix($0) == true }
                && postcodes.map { $0.contains { company.seat.postcode?.hasPrefix($0) == true } } ?? true
        }.map(\.siren).sorted()
    }
}
