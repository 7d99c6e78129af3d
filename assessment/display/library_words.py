"""What the libraries say of a request that does not fit, said in our words: our catalogue comes before theirs."""

from typing import Final

from assessment.methodology.errors import N_

# The sentences of Django REST framework that an answer of the API can carry.
OF_REQUESTS: Final = (
    N_('"{input}" is not a valid choice.'),
    N_("A valid integer is required."),
    N_("A valid number is required."),
    N_("Date has wrong format. Use one of these formats instead: {format}."),
    N_("Datetime has wrong format. Use one of these formats instead: {format}."),
    N_("Ensure that there are no more than {max_decimal_places} decimal places."),
    N_("Ensure that there are no more than {max_digits} digits in total."),
    N_("Ensure that there are no more than {max_whole_digits} digits before the decimal point."),
    N_("Ensure this field has at least {min_length} characters."),
    N_("Ensure this field has at least {min_length} elements."),
    N_("Ensure this field has no more than {max_length} characters."),
    N_("Ensure this field has no more than {max_length} elements."),
    N_("Ensure this value is greater than or equal to {min_value}."),
    N_("Ensure this value is less than or equal to {max_value}."),
    N_("Enter a valid email address."),
    N_("Expected a date but got a datetime."),
    N_("Expected a datetime but got a date."),
    N_('Expected a dictionary of items but got type "{input_type}".'),
    N_('Expected a list of items but got type "{input_type}".'),
    N_("Incorrect type. Expected pk value, received {data_type}."),
    N_("Invalid data. Expected a dictionary, but got {datatype}."),
    N_('Invalid pk "{pk_value}" - object does not exist.'),
    N_("Must be a valid boolean."),
    N_("Must be a valid UUID."),
    N_("No file was submitted."),
    N_("Not a valid string."),
    N_("String value too large."),
    N_("The submitted data was not a file. Check the encoding type on the form."),
    N_("The submitted file is empty."),
    N_("This field is required."),
    N_("This field may not be blank."),
    N_("This field may not be null."),
    N_("This list may not be empty."),
    N_("This value does not match the required pattern."),
    N_("Value must be valid JSON."),
)
