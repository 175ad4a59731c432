from bldgassess.compare.differences import compute_comparison as compute_comparison
from bldgassess.errors import Issue as Issue
from bldgassess.errors import UserError as UserError
from bldgassess.explain.results import explain_figure as explain_figure
from bldgassess.explain.results import read_results as read_results
from bldgassess.ifc.read import read_model as read_model
from bldgassess.messages import sentence as sentence
from bldgassess.pipeline.assess import assess as assess
from bldgassess.pipeline.assess import load_data as load_data
from bldgassess.pipeline.cache import StageCache as StageCache
from bldgassess.study import Study as Study
from bldgassess.study import read_study as read_study
from bldgassess.study import set_values as set_values
from bldgassess.twin.read import ReadAs as ReadAs
from bldgassess.twin.report import compare_meters as compare_meters

__version__: str
