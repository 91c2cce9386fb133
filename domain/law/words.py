"""The words that tables are written in: kinds of awards, and the steps that have a time limit."""

from typing import Literal

Category = Literal[
    "title", "flag", "order", "medal", "honour", "prize", "medallion", "certificate", "letter",
]  # fmt: skip
"""Danh hiệu, cờ, huân chương, huy chương, danh hiệu vinh dự, giải thưởng, kỷ niệm chương, bằng khen, giấy khen."""
Step = Literal[
    "consult",  # an agency that is asked answers
    "verify_dossier",  # the standing agency appraises
    "whole_procedure",  # from the complete dossier to the decision
    "return_ineligible",  # a dossier that does not meet the conditions goes back
    "central_appraisal",  # the ministry of home affairs, or before it the central board, appraises
    "central_appraisal_consulted",  # the same when others are asked
    "submit_after_opinions",  # what was asked of others has come; the dossier goes on
    "send_decision",  # a copy of the decision goes to whoever proposed
    "hand_on_decision",  # whoever proposed sends it to those awarded
    "tell_refusal",  # those not awarded are told
    "hand_objects",  # the objects of the award are handed out
    "propose_cancellation",  # from the conclusion that shows the fault
    "decide_cancellation",  # from the complete file
    "recover_object",  # the object of a cancelled award comes back
    "recover_bonus",  # so does the money
    "pay_bonus",  # from the publication of the decision
    "archive_file",  # the papers of a decision go to the archive
]  # fmt: skip
"""What the program may ask a time limit of."""
