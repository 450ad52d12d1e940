# -*- coding: utf8 -*-

# Comment with a = 'Sign'.
INTERNALERROR = 'InternalError'

INTERNALERROR_ = 'InternalError.'

LIMITEXCEEDED_THINGS = 'LimitExceeded.Things'
