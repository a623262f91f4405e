from core.domain import jobs
from notices.domain import notices

jobs.register("notices.mail")(notices.mail)
