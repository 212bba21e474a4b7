"""What each end proposes, whatever the platform's spelling, and in which transform the two ends differ."""

from assistant.exchange.proposals.across import across
from assistant.exchange.proposals.compare import apart, differences_of
from assistant.exchange.proposals.findings import observed
from assistant.exchange.proposals.forms import proposals_in
from assistant.exchange.proposals.policy_lists import listed_policies
from assistant.exchange.proposals.said import Said, said_in

__all__ = ["Said", "across", "apart", "differences_of", "listed_policies", "observed", "proposals_in", "said_in"]
