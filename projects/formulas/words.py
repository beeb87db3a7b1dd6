"""What is said of a value that is refused."""

from django.utils.translation import gettext_lazy as _

VALUE_MISSING = _("Give a value, or a low and a high end.")
VALUE_AND_RANGE = _("Give either one value or a low and a high end, not both.")
HALF_A_RANGE = _("Give both ends of the range, the low and the high one.")
LOW_ABOVE_HIGH = _("The low end is above the high end: swap them.")
COMPARATOR_UNKNOWN = _("Choose exact, about, at most or at least.")
AT_MOST_WITH_INCREASE = _(
    "“At most” goes with an indicator that should decrease; this one should increase: choose at least, about or exact."
)
AT_LEAST_WITH_DECREASE = _(
    "“At least” goes with an indicator that should increase; this one should decrease: choose at most, about or exact."
)
BEYOND_SCALE = _("The scale goes from %(low)d to %(high)d: give a figure on it.")
BETWEEN_ANSWERS = _("Choose one of the answers of the scale; there is nothing between them.")
NO = _("No")
YES = _("Yes")
