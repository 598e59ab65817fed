import Foundation
import FrenchBusiness

/// What the bulk file of `ratios_inpi_bce` that was loaded last says of one SIREN. It holds the whole dataset, so that
/// looking into it is no call; it is read as ``RatiosInpiBce`` reads the dataset's records.
struct RatiosFile: Sendable {
    static let step = StepKey(provider: ProviderName.ratiosInpiBce, question: "file")

    let proof: FileProof
    /// Cells by the names that the records have; one element a line of the file.
    let rows: [[String: String]]

    /// - Returns: nothing found, where the file has no line about `siren`.
    func answer(about siren: SIREN) -> Answer {
        let findings = RatiosInpiBce.findings(in: rows.map { LooseObject($0) }, about: siren, at: proof.moment)
        return Answer(provider: ProviderName.ratiosInpiBce, fetchedAt: proof.moment, findings: findings, file: proof)
    }
}

/// What one bulk file says of several SIRENs.
struct RatiosFiles: Sendable {
    let proof: FileProof
    /// By SIREN.
    let lines: [String: [[String: String]]]

    func of(_ siren: SIREN) -> RatiosFile { RatiosFile(proof: proof, rows: lines[siren.text] ?? []) }
}

/// Which file an answer was read in.
struct FileProof: Sendable, Equatable {
    let id: UUID
    let name: String?
    /// The day whose data it holds.
    let date: CivilDate

    /// As old as the file's day: whatever a provider said since is newer.
    var moment: Date { date.instant(in: .paris) }

    /// For people.
    var label: String { [name, date.text].compactMap(\.self).joined(separator: ", ") }
}
