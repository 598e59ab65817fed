import Contracts
import FrenchBusiness

/// Official identity and state of a legal unit, as a register gives it.
struct Identity: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case active, ceased, unknown
    }

    var facts: CompanyFacts
    var state: State
    var ceasedOn: CivilDate?
    /// False: the person asked that the data serve no prospecting (code de commerce, A. 123-96).
    var isDiffusible: Bool
    /// The register's own date.
    var updatedOn: CivilDate?
}
